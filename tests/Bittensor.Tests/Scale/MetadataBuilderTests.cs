using Bittensor.Crypto;
using Bittensor.Scale;
using Bittensor.Scale.Extrinsics;
using Bittensor.Scale.Metadata;

namespace Bittensor.Tests.Scale;

/// <summary>A runtime that is described in code, written out, and read back as a client would.</summary>
[Trait("Area", "chain")]
public sealed class MetadataBuilderTests
{
    [Theory]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(16)]
    public void A_runtime_described_in_code_is_read_back(int version)
    {
        RuntimeMetadata metadata = RuntimeMetadata.Read(SmallRuntime.Describe().Encode(version));
        using Keypair alice = Keypair.FromUri("//Alice");
        byte[] call = metadata.EncodeCall("Subnets", "set_weights", (ushort)1, new ushort[] { 0, 1 }, new ushort[] { 65535, 1 });
        Convert.ToHexStringLower(call).ShouldBe("07000100" + "0800000100" + "08ffff0100");
        metadata.Storage("Subnets", "Tempo").DecodeValue(null).AsUInt16().ShouldBe((ushort)360);
        metadata.Storage("Subnets", "Owner").DecodeValue(null).IsNull.ShouldBeTrue();
        metadata.Constant("Subnets", "InitialBurn").AsUInt64().ShouldBe(100_000_000UL);
        metadata.Pallet("Subnets").Error(1)!.Docs.ShouldBe(["Not yet."]);
        metadata.TryGetApiMethod("NeuronApi", "count", out RuntimeApiMethod? method).ShouldBe(version >= 15);
        if (method is not null)
            method.DecodeOutput(method.EncodeOutput(3)).AsInt32().ShouldBe(3);

        var format = new ExtrinsicFormat(metadata);
        var context = new SigningContext { SpecVersion = 1, TransactionVersion = 1, GenesisHash = new byte[32], Nonce = 7 };
        DecodedExtrinsic extrinsic = format.Decode(format.Sign(call, alice, context));
        extrinsic.Call.Arguments["dests"].Items.Count.ShouldBe(2);
        format.HasValidSignature(extrinsic, context).ShouldBeTrue();
    }

    [Fact]
    public void Calls_within_calls_and_events_of_all_pallets_are_described()
    {
        RuntimeMetadata metadata = SmallRuntime.Describe();
        byte[] inner = metadata.EncodeCall("Subnets", "set_weights", 1, Array.Empty<int>(), Array.Empty<int>());
        byte[] batch = metadata.EncodeCall("Utility", "batch", [new[] { inner, inner }]);
        metadata.DecodeCall(batch).Arguments["calls"].Items.Count.ShouldBe(2);
        StorageEntry events = metadata.Storage("System", "Events");
        byte[] encoded = events.EncodeValue(new[]
        {
            ScaleValue.Struct(
                ("phase", ScaleValue.Variant("ApplyExtrinsic", 2)),
                ("event", ScaleValue.Variant("Subnets", ScaleValue.Variant("WeightsSet", new object[] { 1, 5 }))),
                ("topics", Array.Empty<byte[]>())),
        });
        EventRecord record = metadata.DecodeEvents(encoded).ShouldHaveSingleItem();
        (record.ExtrinsicIndex, record.Pallet, record.Name).ShouldBe((2u, "Subnets", "WeightsSet"));
        record.Fields[1].AsUInt16().ShouldBe((ushort)5);
    }

    [Fact]
    public void A_path_cannot_stand_for_two_types()
    {
        var types = new TypeBuilder();
        types.Struct("a::B", ("x", types.U8)).ShouldBe(types.Struct("a::B", ("x", types.U8)));
        Should.Throw<InvalidOperationException>(() => types.Struct("a::B", ("x", types.U16))).Message.ShouldContain("a::B");
        types.Reserve("a::C");
        Should.Throw<InvalidOperationException>(types.Build).Message.ShouldContain("a::C");
    }
}
