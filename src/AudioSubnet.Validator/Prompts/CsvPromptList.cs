namespace AudioSubnet.Validator.Prompts;

/// <summary>What a CSV file holds.</summary>
/// <param name="Rows">The usable rows in the order of the file.</param>
/// <param name="Faults">The rows that were skipped.</param>
public sealed record CsvPromptList(IReadOnlyList<CsvPromptRow> Rows, IReadOnlyList<CsvPromptFault> Faults);
