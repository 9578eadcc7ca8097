using System.Buffers.Binary;
using AudioSubnet.TestData;

namespace AudioSubnet.Inference.Tests.Checkpoints.Fuzz;

/// <summary>Reads safetensors as they come, and as a header with the right length before it and data behind it.</summary>
internal sealed class SafetensorsTarget : IFuzzTarget
{
    private static readonly string[] Headers =
    [
        """{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"y":{"dtype":"U8","shape":[1,2,4],"data_offsets":[8,16]}}""",
        """{"__metadata__":{"format":"pt"},"a.b":{"dtype":"BF16","shape":[],"data_offsets":[0,2]},"c":{"dtype":"I64","shape":[0,5],"data_offsets":[2,2]},"d":{"dtype":"BOOL","shape":[14],"data_offsets":[2,16]}}""",
        """{"x":{"shape":[1],"data_offsets":[0,1],"dtype":"I8"},"y":{"dtype":"F64","shape":[1],"data_offsets":[1,9]},"z":{"dtype":"F16","shape":[3],"data_offsets":[9,15]},"w":{"dtype":"I8","shape":[1],"data_offsets":[15,16]}}""",
    ];

    public string Name => "safetensors";

    public IReadOnlyList<byte[]> Seeds { get; } =
        [.. Headers.Select(header => Safetensors.File(header, 16)), .. Headers.Select(header => Safetensors.File(header, 16)[8..])];

    public void Fuzz(ReadOnlySpan<byte> input)
    {
        FuzzedCheckpoint.Open(input);
        var file = new byte[8 + input.Length];
        input.CopyTo(file.AsSpan(8));
        BinaryPrimitives.WriteInt64LittleEndian(file, Math.Max(0, input.Length - 16));
        FuzzedCheckpoint.Open(file);
    }
}
