using AudioSubnet.TestData;
using Bittensor.Scale;
using Bittensor.Scale.Metadata;

namespace Bittensor.Tests.Fuzz;

/// <summary>
/// Decodes by types of every shape, also by such as only a hostile runtime has (arrays of billions of units, structs that double at each
/// level, trees without end). The first byte chooses the type. What decodes must encode to the same bytes, and survive JSON.
/// </summary>
internal sealed class ScaleDecoderTarget : IFuzzTarget
{
    private readonly TypeRegistry _registry;
    private readonly int[] _types;

    public ScaleDecoderTarget()
    {
        var t = new TypeBuilder();
        int point = t.Struct("fuzz::Point", ("x", t.Compact(t.U32)), ("y", t.Primitive(ScalePrimitive.I64)), ("note", t.Option(t.Text)));
        int shape = t.Enum("fuzz::Shape",
        [
            TypeBuilder.TupleVariant("Empty", 0),
            TypeBuilder.TupleVariant("Dot", 3, point),
            TypeBuilder.Variant("Line", 9, ("from", point), ("to", point)),
        ]);
        int tree = t.Reserve("fuzz::Tree");
        t.Define("fuzz::Tree", new CompositeShape([TypeBuilder.Field("leaves", t.Vec(tree))]));
        int chain = t.Reserve("fuzz::Chain");
        t.Define("fuzz::Chain", new VariantShape([TypeBuilder.TupleVariant("End", 0), TypeBuilder.TupleVariant("Next", 1, chain)]));
        int doubled = t.Unit;
        for (int i = 0; i < 40; i++)
            doubled = t.Tuple(doubled, doubled);
        _types =
        [
            t.Vec(shape), t.Vec(t.Tuple(t.U16, t.AccountId)), tree, chain,
            t.Array(uint.MaxValue, t.Unit), t.Array(uint.MaxValue, t.U8), t.Vec(t.Unit), doubled,
            t.Vec(t.Bool), t.Vec(t.Text), t.Option(t.Option(t.U8)), t.Result(t.Bytes, t.Text),
            t.Vec(t.Compact(t.U128)), t.Primitive(ScalePrimitive.U256), t.Vec(t.Primitive(ScalePrimitive.Char)),
            t.Vec(t.Vec(t.Vec(t.U8))), t.Vec(t.Compact(t.U8)), t.Vec(t.Enum("fuzz::Colour", "Red", "Green", "Blue")),
            t.BTreeMap(t.U16, t.Text), t.BTreeSet(t.Tuple(t.U8, t.Bool)), t.BitVec(t.U16),
        ];
        _registry = new TypeRegistry(t.Build());
        Seeds =
        [
            Seed(0, new[]
            {
                ScaleValue.Variant("Empty"),
                ScaleValue.Variant("Dot", ScaleValue.Struct(("x", 9), ("y", -1), ("note", "ü"))),
            }),
            Seed(1, new[] { (5, new byte[32]), (6, new byte[32]) }),
            [2, 0x08, 0x04, 0x00, 0x00],
            [3, 1, 1, 1, 1, 0],
            [4, 0],
            [5, 0, 1, 2],
            [6, 0xfe, 0xff, 0xff, 0xff],
            [7],
            Seed(8, new[] { true, false, true }),
            Seed(9, new[] { "a", "", "𝛕" }),
            Seed(10, 7),
            Seed(11, ScaleValue.Variant("Err", "no")),
            Seed(12, new[] { 0UL, 63UL, 64UL, 16384UL, ulong.MaxValue }),
            [13, .. new byte[32]],
            Seed(14, new[] { "a", "𝛕" }),
            Seed(15, new[] { new[] { new byte[] { 1, 2 }, [] }, [] }),
            Seed(16, new[] { 0, 63, 64, 255 }),
            Seed(17, new[] { "Red", "Blue" }),
            Seed(18, new[] { (2, "b"), (1, "a") }),
            Seed(19, new[] { (2, false), (1, true) }),
            Seed(20, "10110000111100001"),
        ];
    }

    public string Name => "scale";

    public IReadOnlyList<byte[]> Seeds { get; }

    public void Fuzz(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
            return;
        int chosen = input[0] % _types.Length;
        ReadOnlySpan<byte> bytes = input[1..];
        ScaleValue value;
        try
        {
            value = _registry.Decode(_types[chosen], bytes);
        }
        catch (ScaleException)
        {
            TrySkip(_types[chosen], bytes);
            return;
        }

        var reader = new ScaleReader(bytes);
        _registry.Skip(_types[chosen], ref reader);
        if (reader.Remaining > 0)
            throw new InvalidOperationException($"{value} ends elsewhere when it is passed over");

        // Maps and sets may come unsorted, and the bits behind a BitVec's last one may be anything.
        bool oneForm = chosen < _types.Length - 3;
        if (oneForm && !_registry.Encode(_types[chosen], value).AsSpan().SequenceEqual(bytes))
            throw new InvalidOperationException($"{value} encodes to other bytes than it came from");
    }

    private void TrySkip(int type, ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new ScaleReader(bytes);
            _registry.Skip(type, ref reader);
        }
        catch (ScaleException)
        {
            // Refused, as it was by the decoder.
        }
    }

    private byte[] Seed(int chosen, object value) => [(byte)chosen, .. _registry.Encode(_types[chosen], value)];
}
