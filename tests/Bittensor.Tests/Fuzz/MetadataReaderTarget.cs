using AudioSubnet.TestData;
using Bittensor.Scale;
using Bittensor.Scale.Metadata;
using Bittensor.Tests.Scale;

namespace Bittensor.Tests.Fuzz;

/// <summary>Reads metadata of all versions; what is accepted must also decode its own defaults and constants without surprises.</summary>
internal sealed class MetadataReaderTarget : IFuzzTarget
{
    public string Name => "metadata";

    public IReadOnlyList<byte[]> Seeds { get; } = [.. new[] { 14, 15, 16 }.Select(version => SmallRuntime.Describe().Encode(version))];

    public void Fuzz(ReadOnlySpan<byte> input)
    {
        RuntimeMetadata metadata;
        try
        {
            metadata = RuntimeMetadata.Read(input);
        }
        catch (FormatException)
        {
            return;
        }

        foreach (Pallet pallet in metadata.Pallets)
        {
            foreach (StorageEntry entry in pallet.StorageEntries)
                Try(() => entry.DecodeValue(null));
            foreach (ConstantMetadata constant in pallet.Description.Constants)
                Try(() => pallet.Constant(constant.Name));
        }
    }

    private static void Try(Func<ScaleValue> read)
    {
        try
        {
            read();
        }
        catch (ScaleException)
        {
            // A default that is not of its type.
        }
    }
}
