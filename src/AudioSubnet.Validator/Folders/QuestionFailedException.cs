namespace AudioSubnet.Validator.Folders;

/// <summary>Miners were asked and none gave usable audio.</summary>
public sealed class QuestionFailedException(string message) : Exception(message);
