using System.Text;
using CsvHelper;

namespace AudioSubnet.Validator.Prompts;

/// <summary>Reads prompts out of CSV: one column, or the one headed "text", "prompt" or "text_input". Broken rows are reported by line and
/// skipped.</summary>
public static class CsvPrompts
{
    /// <summary>Largest file that is read, in bytes.</summary>
    public const long MaxBytes = 16L << 20;

    private static readonly string[] Headings = ["text", "prompt", "prompts", "text_input", "sentence"];

    /// <summary>Reads a file in UTF-8, with or without byte order mark and header.</summary>
    /// <exception cref="PromptSourceException">The file is missing, too large, not UTF-8 text, or cannot be read.</exception>
    public static async Task<CsvPromptList> ReadAsync(string path, CancellationToken cancellationToken = default)
    {
        try
        {
            long length = new FileInfo(path).Length;
            if (length > MaxBytes)
                throw new PromptSourceException($"{path} has {length} bytes; a prompt list may have {MaxBytes}. Split it.");
            byte[] bytes = await File.ReadAllBytesAsync(path, cancellationToken);
            string text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
            if (text.Contains('\0', StringComparison.Ordinal))
                throw new PromptSourceException($"{path} is not a text file: it holds zero bytes. Save it as CSV in UTF-8.");
            return Parse(text.TrimStart('\uFEFF'));
        }
        catch (DecoderFallbackException cause)
        {
            throw new PromptSourceException($"{path} is not UTF-8 text (byte {cause.Index}). Save it as CSV in UTF-8.", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new PromptSourceException($"{path} cannot be read: {cause.Message}", cause);
        }
    }

    /// <summary>Reads CSV text: comma-separated, one prompt a line, quoted if it has commas in it.</summary>
    /// <exception cref="PromptSourceException">A line is longer than any list has.</exception>
    public static CsvPromptList Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var rows = new List<CsvPromptRow>();
        var faults = new List<CsvPromptFault>();
        using CsvReader csv = CsvReader.Create(new StringReader(text), new CsvReaderOptions
        {
            Separator = ',',
            HasHeader = false,
            TrackLineNumbers = true,
            AllowLineBreaksInQuotes = false,
            MalformedData = CsvMalformedDataHandling.Skip,
            OnMalformedRecord = broken => faults.Add(new CsvPromptFault(
                (int)broken.LineNumber,
                broken.RawRecord,
                $"Quotes do not match ({broken.Reason}). Quote the whole prompt, and double the quotes within it.")),
        });
        int column = 0, columns = 1;
        bool first = true;
        while (Next(csv))
        {
            string[] fields = csv.Current.ToArray();
            int heading = first ? Array.FindIndex(fields, field => Headings.Contains(field.Trim(), StringComparer.OrdinalIgnoreCase)) : -1;
            first = false;
            if (heading >= 0)
            {
                (column, columns) = (heading, fields.Length);
                continue;
            }

            int line = (int)csv.LineNumber;
            if (fields.Length != columns)
                faults.Add(new CsvPromptFault(
                    line, csv.Current.ToString(), $"The row has {fields.Length} columns where {columns} are expected. Put the prompt in quotes if it has commas in it."));
            else if (PromptRules.TryPrepare(fields[column], out string prompt, out string? reason))
                rows.Add(new CsvPromptRow(line, prompt));
            else
                faults.Add(new CsvPromptFault(line, csv.Current.ToString(), reason!));
        }

        return new CsvPromptList(rows, [.. faults.OrderBy(fault => fault.Line)]);
    }

    private static bool Next(CsvReader csv)
    {
        try
        {
            return csv.Read();
        }
        catch (CsvFormatException cause)
        {
            throw new PromptSourceException($"The list is no CSV: {cause.Message} Write one prompt a line.", cause);
        }
    }
}
