using System.Globalization;
using AudioSubnet.Validator.Events;
using AudioSubnet.Validator.Network;
using AudioSubnet.Validator.Prompts;
using Microsoft.Extensions.Logging;

namespace AudioSubnet.Validator.Folders;

/// <summary><c>tts_source/tts_prompts.csv</c> → <c>tts_target/tts_prompts-0001.wav</c>, … one for each row, then the file moves to
/// <c>tts_processed</c>. The same for <c>ttm_…</c>.</summary>
internal sealed class CsvFolderService(
    AudioService service, string root, ValidatorOptions options, IAudioSource source, ValidatorEvents events, TimeProvider clock, ILogger logger)
    : FolderService(service, root, options, source, events, clock, logger)
{
    private const string Role = "csv";

    private readonly AudioService _service = service;
    private readonly SettledFiles _settled = new(clock);

    public override async Task ScanAsync(CancellationToken cancellationToken)
    {
        foreach (string path in _settled.Choose(Folders.SourceFiles()))
        {
            if (!string.Equals(Path.GetExtension(path), ".csv", StringComparison.OrdinalIgnoreCase))
                await SetAsideAsync(path, "Only .csv files with one prompt a line are read here.", cancellationToken);
            else
                await ProcessAsync(path, cancellationToken);
        }
    }

    private async Task ProcessAsync(string path, CancellationToken cancellationToken)
    {
        CsvPromptList list;
        try
        {
            list = await CsvPrompts.ReadAsync(path, cancellationToken);
        }
        catch (PromptSourceException fault)
        {
            await SetAsideAsync(path, fault.Message, cancellationToken);
            return;
        }

        if (list.Rows.Count == 0)
        {
            await SetAsideAsync(path, $"There is no usable prompt in it. {Describe(list.Faults)}", cancellationToken);
            return;
        }

        string file = Path.GetFileName(path), name = Path.GetFileNameWithoutExtension(path);
        var hash = new Dictionary<string, string>(StringComparer.Ordinal) { [Role] = await ResultFile.HashAsync(path, cancellationToken) };
        DateTime written = File.GetLastWriteTimeUtc(path);
        var faults = list.Faults.ToList();
        foreach (CsvPromptRow row in list.Rows)
        {
            string label = string.Create(CultureInfo.InvariantCulture, $"{file}, line {row.Line}");
            ResultFile place = ResultFile.Find(
                Folders.Target, string.Create(CultureInfo.InvariantCulture, $"{name}-{row.Line:0000}"), hash, written);
            try
            {
                await AnswerAsync(
                    label, new AudioQuestion(_service, row.Prompt) { MusicTokens = Options.MusicTokens }, place, hash, cancellationToken);
            }
            catch (QuestionFailedException fault)
            {
                faults.Add(
                    new CsvPromptFault(row.Line, $"\"{row.Prompt.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", fault.Message));
            }
        }

        if (faults.Count > 0)
            await KeepFaultsAsync(file, hash[Role], faults, cancellationToken);
        SafeFiles.Move(path, Folders.Processed);
    }

    /// <summary>The rows that gave nothing go into a CSV of their own, ready to be corrected and dropped again. Its name follows from the
    /// content, so a second run writes the same file.</summary>
    private async Task KeepFaultsAsync(string file, string hash, List<CsvPromptFault> faults, CancellationToken cancellationToken)
    {
        string rows = Path.Combine(Folders.Failed, $"{Path.GetFileNameWithoutExtension(file)}-{hash[..8]}.csv");
        await SafeFiles.WriteTextAsync(rows + ".reason.txt", $"{file}: {Describe(faults)}\n", cancellationToken);
        await SafeFiles.WriteTextAsync(rows, string.Concat(faults.Select(fault => fault.Text + "\n")), cancellationToken);
        Events.Problem("folders", $"{file}: {faults.Count} rows gave no audio and now lie in {rows}. {Describe(faults)}");
    }

    private static string Describe(IReadOnlyList<CsvPromptFault> faults) =>
        string.Join(" ", faults.Select(fault => string.Create(CultureInfo.InvariantCulture, $"Line {fault.Line}: {fault.Reason}")));
}
