using System.Buffers.Binary;
using Parquet.Meta;

namespace AudioSubnet.Inference.Hub;

/// <summary>Looks at a Parquet file before it is read: sizes and counts must fit the file and our memory. Data sets are somebody else's
/// bytes, and a reader that believes what they say allocates what they ask for.</summary>
/// <remarks>github.com/apache/parquet-format: "PAR1", column chunks of pages, footer, footer length, "PAR1".</remarks>
internal static class ParquetGuard
{
    /// <summary>Largest column of a row group, uncompressed, in bytes: what is in memory at a time.</summary>
    public const long MaxColumnBytes = 512L << 20;

    private const int MaxFooterBytes = 16 << 20;
    private const int MaxColumns = 500;
    private const int MaxRowsOfGroup = 5_000_000;
    private const int MaxPageHeaderBytes = 1 << 20;
    private const int FooterSchema = 2;

    /// <summary>Checks the frame of the file and that its footer can be built.</summary>
    /// <exception cref="InvalidDataException">It is no Parquet file, or not a reasonable one.</exception>
    public static async Task CheckFooterAsync(FileStream file, CancellationToken cancellationToken)
    {
        const int Frame = 4 + 4 + 4;
        if (file.Length < Frame)
            throw new InvalidDataException("it is shorter than any Parquet file");
        byte[] head = await ReadAsync(file, 0, 4, cancellationToken), tail = await ReadAsync(file, file.Length - 8, 8, cancellationToken);
        if (!head.AsSpan().SequenceEqual("PAR1"u8) || !tail.AsSpan(4).SequenceEqual("PAR1"u8))
            throw new InvalidDataException("it does not begin and end as a Parquet file");
        int length = BinaryPrimitives.ReadInt32LittleEndian(tail);
        if (length is <= 0 or > MaxFooterBytes || length > file.Length - Frame)
            throw new InvalidDataException($"its footer cannot have {length} bytes");
        byte[] footer = await ReadAsync(file, file.Length - 8 - length, length, cancellationToken);
        var scan = new ThriftScan(footer);
        scan.Structure();
        if (scan.Fields.GetValueOrDefault(FooterSchema) is < 2 or > MaxColumns)
            throw new InvalidDataException($"its schema has {scan.Fields.GetValueOrDefault(FooterSchema)} entries");
        file.Position = 0;
    }

    /// <summary>Checks that a column of a row group lies within the file and fits into memory, page by page.</summary>
    /// <exception cref="InvalidDataException">It does not.</exception>
    public static async Task CheckColumnAsync(FileStream file, RowGroup group, ColumnChunk chunk, CancellationToken cancellationToken)
    {
        ColumnMetaData data = chunk.MetaData ?? throw new InvalidDataException("a column has no description");
        if (chunk.FilePath is not null)
            throw new InvalidDataException("a column lies in another file");
        if (group.NumRows is < 0 or > MaxRowsOfGroup || data.NumValues != group.NumRows)
            throw new InvalidDataException($"a row group of {group.NumRows} rows has a column of {data.NumValues} values");
        if (data.TotalUncompressedSize is < 0 or > MaxColumnBytes)
            throw new InvalidDataException($"a column of a row group has {data.TotalUncompressedSize} bytes; {MaxColumnBytes} are the limit");
        long at = data.DictionaryPageOffset is { } dictionary and > 0 ? Math.Min(dictionary, data.DataPageOffset) : data.DataPageOffset;
        if (at < 4 || data.TotalCompressedSize < 0 || data.TotalCompressedSize > file.Length - at)
            throw new InvalidDataException("a column lies outside the file");
        await CheckPagesAsync(file, at, at + data.TotalCompressedSize, data.Codec, cancellationToken);
        file.Position = 0;
    }

    private static async Task CheckPagesAsync(FileStream file, long at, long end, CompressionCodec codec, CancellationToken cancellationToken)
    {
        const int PageType = 1, UncompressedSize = 2, CompressedSize = 3, DataPageV2 = 3;
        long total = 0;
        while (at < end)
        {
            byte[] window = await ReadAsync(file, at, (int)Math.Min(MaxPageHeaderBytes, end - at), cancellationToken);
            (Dictionary<int, long> fields, int headerBytes) = ScanHeader(window);
            long uncompressed = fields.GetValueOrDefault(UncompressedSize, -1), compressed = fields.GetValueOrDefault(CompressedSize, -1);
            total += uncompressed;
            if (uncompressed < 0 || compressed < 0 || at + headerBytes + compressed > end || total > MaxColumnBytes)
                throw new InvalidDataException($"a page of {compressed} bytes claims to hold {uncompressed}");
            // Snappy says once more how much it unpacks to, and its reader believes that.
            if (codec == CompressionCodec.SNAPPY && fields.GetValueOrDefault(PageType) != DataPageV2 && compressed > 0
                && UnpackedSize(window.AsSpan(Math.Min(headerBytes, window.Length))) > uncompressed)
                throw new InvalidDataException("a page unpacks to more than it claims to hold");
            at += headerBytes + compressed;
        }
    }

    private static (Dictionary<int, long> Fields, int Length) ScanHeader(byte[] window)
    {
        var scan = new ThriftScan(window);
        scan.Structure();
        return (scan.Fields, scan.Position);
    }

    private static long UnpackedSize(ReadOnlySpan<byte> packed) => packed.IsEmpty ? 0 : (long)Math.Min(new ThriftScan(packed).Number(), long.MaxValue);

    private static async Task<byte[]> ReadAsync(FileStream file, long at, int count, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[count];
        file.Position = at;
        await file.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }
}
