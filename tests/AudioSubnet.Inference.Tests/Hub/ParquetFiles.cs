using Parquet;
using Parquet.Schema;

namespace AudioSubnet.TestHub;

/// <summary>Parquet files as data sets on the hub have them.</summary>
internal static class ParquetFiles
{
    public static async Task<byte[]> TextAsync(string column, params string?[][] groups)
    {
        var schema = new ParquetSchema(new DataField<int>("id"), new DataField<string>(column));
        using var file = new MemoryStream();
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(schema, file))
            foreach (string?[] group in groups)
            {
                using ParquetRowGroupWriter rows = writer.CreateRowGroup();
                await rows.WriteAsync<int>(schema.DataFields[0], Enumerable.Range(0, group.Length).ToArray().AsMemory());
                await rows.WriteAsync(schema.DataFields[1], (IReadOnlyCollection<string>)group!);
            }

        return file.ToArray();
    }

    public static async Task<byte[]> AudioAsync(params (string Name, byte[]? Content)[][] groups)
    {
        var schema = new ParquetSchema(new StructField("audio", new DataField("bytes", typeof(byte[])), new DataField<string>("path")));
        using var file = new MemoryStream();
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(schema, file))
            foreach (var group in groups)
            {
                using ParquetRowGroupWriter rows = writer.CreateRowGroup();
                await rows.WriteAsync(schema.DataFields[0], (IReadOnlyCollection<byte[]>)[.. group.Select(row => row.Content!)]);
                await rows.WriteAsync(schema.DataFields[1], (IReadOnlyCollection<string>)[.. group.Select(row => row.Name)]);
            }

        return file.ToArray();
    }

    /// <summary>A RIFF header with nothing much behind it, told apart by its last bytes.</summary>
    public static byte[] Recording(int number) => [.. "RIFF"u8, .. BitConverter.GetBytes(number), .. new byte[100]];
}
