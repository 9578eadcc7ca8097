using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Inference.Tests.Checkpoints.Fuzz;

/// <summary>Opens a checkpoint of any bytes; what is accepted must be readable to its last byte.</summary>
internal static class FuzzedCheckpoint
{
    public static void Open(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
            return;
        using CheckpointMemory memory = CheckpointMemory.Of(input, "fuzz");
        try
        {
            foreach (CheckpointTensor tensor in Checkpoint.Read(memory, [memory]).Tensors.Values)
                Touch(tensor);
        }
        catch (CheckpointException)
        {
            // What a bad checkpoint is.
        }
    }

    /// <summary>Reads every page of a tensor and its ends.</summary>
    public static int Touch(CheckpointTensor tensor)
    {
        if (tensor.Address % CheckpointTensor.SizeOf(tensor.Type) != 0)
            throw new InvalidOperationException($"{tensor} is not aligned");
        var bytes = tensor.Bytes;
        int sum = bytes.IsEmpty ? 0 : bytes[^1];
        for (int i = 0; i < bytes.Length; i += 512)
            sum += bytes[i];
        return sum;
    }
}
