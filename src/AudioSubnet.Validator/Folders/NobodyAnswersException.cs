namespace AudioSubnet.Validator.Folders;

/// <summary>There is no miner to ask now.</summary>
public sealed class NobodyAnswersException(string message) : Exception(message);
