using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Checkpoints.Torch;
using AudioSubnet.TestData;

namespace AudioSubnet.Inference.Tests.Checkpoints.Fuzz;

/// <summary>Reads pickles and takes tensors and values out of them, over a storage that is always there.</summary>
internal sealed class PickleTarget : IFuzzTarget
{
    public string Name => "pickle";

    public IReadOnlyList<byte[]> Seeds { get; } = PickleSeeds.Create(stream: false);

    public void Fuzz(ReadOnlySpan<byte> input)
    {
        using CheckpointMemory memory = CheckpointMemory.Of(new byte[64], "fuzz");
        var storage = new TorchStorage("0", TensorType.Float32, 16) { Address = memory.Address };
        try
        {
            object? value = new Unpickler(memory, _ => storage).Read(input, out int length);
            if (length > input.Length)
                throw new InvalidOperationException("more was read than there is");
            foreach (CheckpointTensor tensor in new TorchContents(memory, value).Tensors.Values)
                FuzzedCheckpoint.Touch(tensor);
        }
        catch (CheckpointException)
        {
            // What a bad pickle is.
        }
    }
}
