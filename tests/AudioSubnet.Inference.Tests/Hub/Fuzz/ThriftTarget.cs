using AudioSubnet.Inference.Hub;
using AudioSubnet.TestData;
using AudioSubnet.TestHub;

namespace AudioSubnet.Inference.Tests.Hub.Fuzz;

/// <summary>Footers and page headers of Parquet files.</summary>
internal sealed class ThriftTarget(byte[] parquet) : IFuzzTarget
{
    public string Name => "thrift";

    public IReadOnlyList<byte[]> Seeds { get; } = [parquet[^(8 + BitConverter.ToInt32(parquet.AsSpan()[^8..^4]))..^8], parquet[4..200]];

    public static async Task<ThriftTarget> CreateAsync() => new(await ParquetFiles.TextAsync("text", ["One.", null, "Two."], ["Three."]));

    public void Fuzz(ReadOnlySpan<byte> input)
    {
        try
        {
            var scan = new ThriftScan(input);
            scan.Structure();
        }
        catch (InvalidDataException)
        {
        }
    }
}
