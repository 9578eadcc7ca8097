using System.IO.Compression;
using AudioSubnet.TestData;

namespace AudioSubnet.Inference.Tests.Checkpoints.Fuzz;

/// <summary>Reads whole files of <c>torch.save</c>: archives, stored and packed, and streams.</summary>
internal sealed class TorchFileTarget : IFuzzTarget
{
    private static readonly (string, float[]) Storage = ("0", [0, 1, 2, 3, 4, 5]);

    public string Name => "torch";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. PickleSeeds.Create(stream: false).Take(3).Select(pickle => TorchFile.Zip(pickle, Storage)),
        .. PickleSeeds.Create(stream: true).Take(3).Select(pickle => TorchFile.Stream(pickle, Storage)),
        TorchFile.Archive(CompressionLevel.SmallestSize, ("a/data.pkl", PickleSeeds.Create(stream: false)[0]), ("a/data/0", new byte[24]), ("a/.info", "{\"a\": [1]}"u8.ToArray())),
    ];

    public void Fuzz(ReadOnlySpan<byte> input) => FuzzedCheckpoint.Open(input);
}
