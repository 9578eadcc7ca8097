namespace AudioSubnet.Validator.Prompts;

/// <summary>A usable row.</summary>
/// <param name="Line">Line of the file on which the row begins, from 1.</param>
/// <param name="Prompt">The prompt as it is sent, numbers in words.</param>
public sealed record CsvPromptRow(int Line, string Prompt);
