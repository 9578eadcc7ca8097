using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace AudioSubnet.Dsp.Tests.Features;

/// <summary>Reads float32 tensors of a small safetensors file: a length, a JSON header, the data.</summary>
internal static class SafeTensorFile
{
    public static IReadOnlyDictionary<string, (int[] Shape, float[] Values)> Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int header = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        using var json = JsonDocument.Parse(bytes.AsMemory(8, header));
        var tensors = new Dictionary<string, (int[], float[])>(StringComparer.Ordinal);
        foreach (var entry in json.RootElement.EnumerateObject())
        {
            if (entry.Name == "__metadata__" || entry.Value.GetProperty("dtype").GetString() != "F32")
                continue;
            int[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(e => e.GetInt32())];
            int[] range = [.. entry.Value.GetProperty("data_offsets").EnumerateArray().Select(e => e.GetInt32())];
            tensors[entry.Name] = (shape, MemoryMarshal.Cast<byte, float>(bytes.AsSpan(8 + header + range[0], range[1] - range[0])).ToArray());
        }
        return tensors;
    }
}
