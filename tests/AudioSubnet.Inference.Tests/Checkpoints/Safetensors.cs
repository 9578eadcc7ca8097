using System.Buffers.Binary;
using System.Text;
using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Inference.Tests.Checkpoints;

/// <summary>Makes safetensors files by hand, valid or not.</summary>
internal static class Safetensors
{
    /// <summary>Header and data, with the header's true length in front.</summary>
    public static byte[] File(string header, int dataBytes) => File(header, Enumerable.Range(0, dataBytes).Select(i => (byte)i).ToArray());

    public static byte[] File(string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        var prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, text.Length);
        return [.. prefix, .. text, .. data];
    }

    /// <summary>Reads the bytes; the caller disposes the memory that the tensors point into.</summary>
    public static Dictionary<string, CheckpointTensor> Read(byte[] bytes, out CheckpointMemory memory)
    {
        memory = CheckpointMemory.Of(bytes, "test.safetensors");
        return SafetensorsReader.Read(memory).Tensors;
    }

    /// <summary>The reason why the bytes are refused.</summary>
    public static string Refusal(byte[] bytes)
    {
        using CheckpointMemory memory = CheckpointMemory.Of(bytes, "test.safetensors");
        return Should.Throw<CheckpointException>(() => SafetensorsReader.Read(memory)).Message;
    }
}
