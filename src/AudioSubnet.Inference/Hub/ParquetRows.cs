using System.Runtime.CompilerServices;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace AudioSubnet.Inference.Hub;

/// <summary>Rows of Parquet files in the forms that data sets on the hub have: a column of text, or one of audio (a structure of
/// <c>bytes</c> and <c>path</c>). One row group is in memory at a time, of the wanted column alone.</summary>
public static class ParquetRows
{
    // The data sets of the network call it "text" or "Prompts"; the others are usual.
    private static readonly string[] TextNames = ["text", "prompt", "prompts", "text_input", "sentence", "caption"];

    /// <summary>Reads the column of text: the one that is named so, else the only one there is. Empty cells are left out.</summary>
    /// <exception cref="HubException"><see cref="HubErrorKind.Corrupt"/>: it is no Parquet file, is broken or unreasonable, or has no such
    /// column.</exception>
    public static async IAsyncEnumerable<string> ReadTextAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using FileStream file = File.OpenRead(path);
        await using ParquetReader reader = await OpenAsync(file, path, cancellationToken);
        DataField[] texts = [.. reader.Schema.DataFields.Where(field => field.Path.Length == 1 && field.ClrType == typeof(ReadOnlyMemory<char>) && field.MaxRepetitionLevel == 0)];
        DataField column = TextNames.Select(name => Array.Find(texts, field => string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(field => field is not null)
            ?? (texts.Length == 1 ? texts[0] : throw Refused(path, $"it has no column of text named {string.Join(", ", TextNames)}"));
        for (int group = 0; group < reader.RowGroupCount; group++)
            foreach (ReadOnlyMemory<char>? text in await ReadColumnAsync<char>(file, reader, group, column, path, cancellationToken))
                if (text is { Length: > 0 } cell)
                    yield return cell.ToString();
    }

    /// <summary>Reads the column of audio. Rows without content are left out.</summary>
    /// <exception cref="HubException"><see cref="HubErrorKind.Corrupt"/>: it is no Parquet file, is broken or unreasonable, or has no such
    /// column.</exception>
    public static async IAsyncEnumerable<AudioRow> ReadAudioAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using FileStream file = File.OpenRead(path);
        await using ParquetReader reader = await OpenAsync(file, path, cancellationToken);
        DataField content = Array.Find(reader.Schema.DataFields, field => IsPart<ReadOnlyMemory<byte>>(field, "bytes"))
            ?? throw Refused(path, "it has no column of audio (a structure of bytes and path)");
        DataField? name = Array.Find(reader.Schema.DataFields, field => IsPart<ReadOnlyMemory<char>>(field, "path") && field.Path.FirstPart == content.Path.FirstPart);
        for (int group = 0; group < reader.RowGroupCount; group++)
        {
            ReadOnlyMemory<byte>?[] contents = await ReadColumnAsync<byte>(file, reader, group, content, path, cancellationToken);
            ReadOnlyMemory<char>?[] names = name is null ? [] : await ReadColumnAsync<char>(file, reader, group, name, path, cancellationToken);
            for (int row = 0; row < contents.Length; row++)
                if (contents[row] is { Length: > 0 } audio)
                    yield return new AudioRow(row < names.Length && names[row] is { } called ? called.ToString() : "", audio.ToArray());
        }
    }

    private static bool IsPart<T>(DataField field, string name) =>
        field.Path.Length == 2 && field.Name == name && field.ClrType == typeof(T) && field.MaxRepetitionLevel == 0;

    private static async Task<ParquetReader> OpenAsync(FileStream file, string path, CancellationToken cancellationToken)
    {
        try
        {
            await ParquetGuard.CheckFooterAsync(file, cancellationToken);
            ParquetReader reader = await ParquetReader.CreateAsync(file, parquetOptions: null, leaveStreamOpen: true, cancellationToken);
            // The schema is made of the footer when it is first asked for, and fails then if it makes no sense.
            _ = reader.Schema.DataFields;
            return reader;
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            throw Refused(path, cause.Message, cause);
        }
    }

    // One value a row, null where the row has none. The library's raw form holds the values that are there, and for each row its definition
    // level, which is the highest if the value is there.
    private static async Task<ReadOnlyMemory<T>?[]> ReadColumnAsync<T>(
        FileStream file, ParquetReader reader, int group, DataField field, string path, CancellationToken cancellationToken)
    {
        try
        {
            using ParquetRowGroupReader rows = reader.OpenRowGroupReader(group);
            await ParquetGuard.CheckColumnAsync(
                file, rows.RowGroup, rows.GetMetadata(field) ?? throw new InvalidDataException($"row group {group} has no {field.Name}"), cancellationToken);
            using RawColumnData read = await rows.ReadRawColumnDataBaseAsync(field, cancellationToken);
            var column = (RawColumnData<ReadOnlyMemory<T>>)read;
            var values = new ReadOnlyMemory<T>?[(int)rows.RowCount];
            int next = 0;
            for (int row = 0; row < values.Length; row++)
                if (field.MaxDefinitionLevel == 0 || column.DefinitionLevels[row] == field.MaxDefinitionLevel)
                    values[row] = column.Values[next++].ToArray(); // It points into a buffer that goes back to a pool with the column.
            return values;
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            throw Refused(path, $"row group {group}: {cause.Message}", cause);
        }
    }

    private static HubException Refused(string path, string reason, Exception? cause = null)
    {
        string message = $"{Path.GetFileName(path)} cannot be used: {reason}. Pull the data set again; if it stays so, use another one.";
        return cause is null ? new HubException(HubErrorKind.Corrupt, message) : new HubException(HubErrorKind.Corrupt, message, cause);
    }
}
