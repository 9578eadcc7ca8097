using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.RandomCheckpoints;

/// <summary>Draws the weights and streams them to the disk: memory stays bounded however large the checkpoint is. The same seed gives the same files.</summary>
internal static class CheckpointWriter
{
    /// <summary>The largest file, as the hub's tools cut them.</summary>
    private const long MaxShardBytes = 5_000_000_000;

    private const int BlockElements = 1 << 16;

    private static readonly float[] Normals = MakeNormals();

    /// <summary>Writes model.safetensors, or shards of it with their index.</summary>
    /// <param name="folder">The folder; made if it is not there.</param>
    /// <param name="tensors">What to write.</param>
    /// <param name="seed">Seed of all weights.</param>
    public static void Write(string folder, IReadOnlyList<TensorPlan> tensors, int seed)
    {
        Directory.CreateDirectory(folder);
        var shards = new List<List<TensorPlan>> { new() };
        long bytes = 0;
        foreach (TensorPlan tensor in tensors)
        {
            if (bytes + tensor.Bytes > MaxShardBytes)
            {
                shards.Add([]);
                bytes = 0;
            }
            shards[^1].Add(tensor);
            bytes += tensor.Bytes;
        }
        var index = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < shards.Count; i++)
        {
            string name = shards.Count == 1 ? "model.safetensors" : $"model-{i + 1:00000}-of-{shards.Count:00000}.safetensors";
            var writer = new SafetensorsWriter { Metadata = { ["format"] = "pt" } };
            foreach (TensorPlan tensor in shards[i])
            {
                writer.Add(tensor.Name, tensor.Type, tensor.Shape, stream => WriteTensor(stream, tensor, seed));
                index[tensor.Name] = name;
            }
            writer.Save(Path.Combine(folder, name));
        }
        if (shards.Count > 1)
            File.WriteAllText(
                Path.Combine(folder, "model.safetensors.index.json"),
                JsonSerializer.Serialize(new { metadata = new { total_size = tensors.Sum(tensor => tensor.Bytes) }, weight_map = index }));
    }

    private static void WriteTensor(Stream stream, TensorPlan tensor, int seed)
    {
        long count = tensor.Bytes / CheckpointTensor.SizeOf(tensor.Type);
        if (tensor.Computed is { } computed)
        {
            WriteComputed(stream, tensor.Type, count, computed);
            return;
        }
        // Each tensor has a generator of its own, so that the order of tensors does not matter.
        ulong state = XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(tensor.Name), seed) | 1;
        var block = new float[BlockElements];
        float mean = (float)tensor.Mean, deviation = (float)tensor.Deviation;
        for (long at = 0; at < count; at += block.Length)
        {
            Span<float> values = block.AsSpan(0, (int)Math.Min(block.Length, count - at));
            for (int i = 0; i < values.Length; i++)
            {
                // xorshift64* (Vigna, 2016) picks from a table of normal numbers.
                state ^= state >> 12;
                state ^= state << 25;
                state ^= state >> 27;
                values[i] = mean + (deviation * Normals[(int)((state * 0x2545F4914F6CDD1D) >> 48)]);
            }
            stream.Write(MemoryMarshal.AsBytes(values));
        }
    }

    private static void WriteComputed(Stream stream, TensorType type, long count, Func<long, long> value)
    {
        Span<byte> bytes = stackalloc byte[8];
        for (long i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, value(i));
            stream.Write(bytes[..CheckpointTensor.SizeOf(type)]);
        }
    }

    /// <summary>65,536 standard normal numbers (Box-Muller), evened out to mean 0 and deviation 1.</summary>
    private static float[] MakeNormals()
    {
        var random = new Random(1);
        double[] values = [.. Enumerable.Range(0, 1 << 16).Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];
        double mean = values.Average(), deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        return [.. values.Select(value => (float)((value - mean) / deviation))];
    }
}
