namespace AudioSubnet.Validator.Prompts;

/// <summary>A row that was skipped.</summary>
/// <param name="Line">Line of the file on which the row begins, from 1.</param>
/// <param name="Text">The row as it stands.</param>
/// <param name="Reason">What is wrong with it and what to do.</param>
public sealed record CsvPromptFault(int Line, string Text, string Reason);
