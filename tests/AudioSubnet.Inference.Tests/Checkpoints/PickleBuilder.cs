using System.Buffers.Binary;
using System.Text;

namespace AudioSubnet.Inference.Tests.Checkpoints;

/// <summary>Writes pickles instruction by instruction, also such as no Python would write.</summary>
internal sealed class PickleBuilder
{
    private readonly List<byte> _bytes = [0x80, 2];

    public PickleBuilder Op(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public PickleBuilder Op(char code) => Op((byte)code);

    public PickleBuilder Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Op('X').Int32(bytes.Length).Op(bytes);
    }

    public PickleBuilder Number(long number)
    {
        if (number is >= int.MinValue and <= int.MaxValue)
            return Op('J').Int32((int)number);
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        return Op(0x8A, 8).Op(bytes);
    }

    public PickleBuilder Float(double number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, number);
        return Op('G').Op(bytes);
    }

    public PickleBuilder Global(string module, string name) => Op('c').Op(Encoding.UTF8.GetBytes($"{module}\n{name}\n"));

    public PickleBuilder Tuple(params long[] numbers)
    {
        Op('(');
        foreach (long number in numbers)
            Number(number);
        return Op('t');
    }

    /// <summary>Names a storage: ("storage", class, key, "cpu", count), and null in the older format.</summary>
    public PickleBuilder Storage(string type, string key, long count, bool stream = false)
    {
        Op('(').Text("storage").Global("torch", type).Text(key).Text("cpu").Number(count);
        return (stream ? Op('N') : this).Op('t').Op('Q');
    }

    /// <summary>A float32 tensor of a storage.</summary>
    public PickleBuilder Tensor(string key, long count, long offset, long[] shape, long[] strides, string type = "FloatStorage", bool stream = false)
    {
        Global("torch._utils", "_rebuild_tensor_v2").Op('(').Storage(type, key, count, stream).Number(offset).Tuple(shape).Tuple(strides);
        return Op(0x89).Global("collections", "OrderedDict").Op(')').Op('R').Op('t').Op('R');
    }

    /// <summary>The pickle, with its end.</summary>
    public byte[] Build() => [.. _bytes, (byte)'.'];

    private PickleBuilder Int32(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return Op(bytes);
    }
}
