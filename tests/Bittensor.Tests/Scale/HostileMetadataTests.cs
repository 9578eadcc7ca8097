using Bittensor.Scale;
using Bittensor.Scale.Metadata;

namespace Bittensor.Tests.Scale;

/// <summary>
/// Metadata comes from a node that may be anyone's: whatever is wrong with it is refused by name, before it costs anything.
/// </summary>
[Trait("Area", "fuzz")]
public sealed class HostileMetadataTests
{
    [Fact]
    public void Truncated_metadata_is_refused_wherever_it_ends()
    {
        byte[] metadata = SmallRuntime.Describe().Encode(15);
        for (int length = 0; length < metadata.Length; length++)
            Should.Throw<ScaleException>(() => RuntimeMetadata.Read(metadata.AsSpan(0, length)), $"{length} bytes");
    }

    [Fact]
    public void Truncated_metadata_of_real_runtimes_is_refused_wherever_it_ends()
    {
        var random = new Random(20261122);
        foreach (string file in MetadataFiles.All())
        {
            byte[] metadata = File.ReadAllBytes(file);
            for (int i = 0; i < 40; i++)
            {
                int length = random.Next(metadata.Length);
                Should.Throw<ScaleException>(() => RuntimeMetadata.Read(metadata.AsSpan(0, length)), $"{Path.GetFileName(file)} {length}");
            }
        }
    }

    [Fact]
    public void Bytes_left_over_and_oversized_metadata_are_refused()
    {
        byte[] metadata = SmallRuntime.Describe().Encode(14);
        Should.Throw<ScaleException>(() => RuntimeMetadata.Read([.. metadata, 0])).Message.ShouldContain("left over");
        Should.Throw<ScaleException>(() => RuntimeMetadata.Read(new byte[RuntimeMetadata.MaxLength + 1])).Message.ShouldContain("refused");
        Should.Throw<ScaleException>(() => RuntimeMetadata.Read([.. "meta"u8, 13])).Message.ShouldContain("version 13");
        Should.Throw<ScaleException>(() => RuntimeMetadata.Read("not metadata"u8)).Message.ShouldContain("meta");
    }

    [Fact]
    public void Types_that_contain_themselves_without_end_are_refused() => Assert.Multiple(
        () => Refused(Type(0, new CompositeShape([TypeBuilder.Field("self", 0)]))).ShouldContain("contains itself"),
        () => Refused(Type(0, new TupleShape([1])), Type(1, new ArrayShape(2, 0))).ShouldContain("contains itself"),
        () => Refused(Type(0, new CompactShape(0))).ShouldContain("contains itself"));

    [Fact]
    public void Types_that_contain_themselves_through_a_vector_or_an_enum_are_fine()
    {
        var registry = new TypeRegistry(
        [
            Type(0, new CompositeShape([TypeBuilder.Field("leaves", 1)])),
            Type(1, new SequenceShape(0)),
            Type(2, new VariantShape([TypeBuilder.TupleVariant("End", 0), TypeBuilder.TupleVariant("Next", 1, 2)])),
        ]);
        registry.Decode(0, [8, 0, 4, 0]).ToString().ShouldBe("""{"leaves":[{"leaves":[]},{"leaves":[{"leaves":[]}]}]}""");
        registry.Decode(2, [1, 1, 0]).ToString().ShouldBe("""{"Next":{"Next":"End"}}""");
        byte[] endless = [.. Enumerable.Repeat((byte)1, 100_000)];
        Should.Throw<ScaleException>(() => registry.Decode(2, endless)).Message.ShouldContain("nested deeper");
    }

    [Fact]
    public void A_long_chain_of_types_does_not_exhaust_the_stack()
    {
        const int count = 200_000;
        var registry = new TypeRegistry(Enumerable.Range(0, count).Select(i => Type(i, new TupleShape(i == count - 1 ? [] : [i + 1]))));
        registry.IsEmpty(0).ShouldBeTrue();
        Should.Throw<ScaleException>(() => registry.Decode(0, [])).Message.ShouldContain("nested deeper");
    }

    [Fact]
    public void References_to_nowhere_are_refused() => Assert.Multiple(
        () => Refused(Type(0, new SequenceShape(1))).ShouldContain("refers to type 1"),
        () => Refused(Type(7, new TupleShape([]))).ShouldContain("calls itself 7"),
        () => Refused(SmallRuntime.Describe().Content with { OuterTypes = new OuterTypes(99_999, 0, 0) }).ShouldContain("99999"));

    [Fact]
    public void Types_that_cannot_be_what_they_say_are_refused() => Assert.Multiple(
        () => Refused(Type(0, new PrimitiveShape(ScalePrimitive.Str)), Type(1, new CompactShape(0))).ShouldContain("no compact form"),
        () => Refused(Type(0, new PrimitiveShape(ScalePrimitive.Bool)), Type(1, new BitSequenceShape(0, 0)))
            .ShouldContain("cannot store bits"));

    [Fact]
    public void Names_and_indices_that_stand_twice_are_refused()
    {
        MetadataContent content = SmallRuntime.Describe().Content;
        PalletMetadata first = content.Pallets[0];
        Refused(content with { Pallets = [.. content.Pallets, first] }).ShouldContain("two pallets named");
        Refused(content with { Pallets = [.. content.Pallets, first with { Name = "Other" }] }).ShouldContain("share the index");
    }

    private static string Refused(MetadataContent content) => Should.Throw<FormatException>(() => new RuntimeMetadata(content)).Message;

    private static string Refused(params TypeDefinition[] types) => Should.Throw<FormatException>(() => new TypeRegistry(types)).Message;

    private static TypeDefinition Type(int id, TypeShape shape) => new(id, [], [], shape, []);
}
