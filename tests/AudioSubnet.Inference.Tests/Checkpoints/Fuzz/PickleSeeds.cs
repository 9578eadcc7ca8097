namespace AudioSubnet.Inference.Tests.Checkpoints.Fuzz;

/// <summary>Pickles with every instruction that is read.</summary>
internal static class PickleSeeds
{
    public static IReadOnlyList<byte[]> Create(bool stream) =>
    [
        new PickleBuilder().Op('}').Op('(').Text("a").Tensor("0", 6, 0, [2, 3], [3, 1], stream: stream).Text("b").Tensor("0", 6, 1, [5], [1], stream: stream).Op('u').Build(),
        new PickleBuilder().Op('}').Op('(').Text("state_dict").Op('}').Text("w").Tensor("0", 6, 0, [3, 2], [1, 3], stream: stream).Op('s')
            .Text("epoch").Op((byte)'K', 9).Text("args").Op('}').Op((byte)'q', 1).Text("r").Float(0.5).Op('s').Text("n").Op('N').Op('u').Build(),
        new PickleBuilder().Op(']').Op(0x94).Op('(').Number(1).Number(1L << 40).Op(0x88).Op(0x89).Op((byte)'M', 1, 2).Op('e').Op((byte)'h', 0).Op('0').Build(),
        new PickleBuilder().Global("collections", "OrderedDict").Op('(').Op(']').Op('(').Text("k").Op(')').Op(0x86).Op('e').Op(0x85).Op('R').Op('}').Op('b').Build(),
        new PickleBuilder().Op('(').Text("x").Tensor("0", 6, 0, [], [], stream: stream).Op((byte)'r', 9, 0, 0, 0).Text("y").Op((byte)'j', 9, 0, 0, 0).Op('d').Build(),
        new PickleBuilder().Op((byte)'C', 2, 1, 2).Op(0x8C, 1, (byte)'z').Op(0x87).Build(),
        new PickleBuilder().Op('}').Text("t").Global("torch", "Size").Op('(').Tuple(1, 2).Op('t').Op('R').Op('s').Text("d").Global("torch", "float16").Op('s').Build(),
    ];
}
