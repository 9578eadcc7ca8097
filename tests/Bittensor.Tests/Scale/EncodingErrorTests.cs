using Bittensor.Crypto;
using Bittensor.Scale;
using Bittensor.Scale.Extrinsics;
using Bittensor.Scale.Metadata;

namespace Bittensor.Tests.Scale;

[Trait("Area", "chain")]
public sealed class EncodingErrorTests
{
    private static readonly RuntimeMetadata Metadata = SmallRuntime.Describe();

    [Fact]
    public void An_argument_that_does_not_fit_is_named_with_its_place_and_range() =>
        Should.Throw<ScaleEncodingException>(() => Metadata.EncodeCall("Subnets", "set_weights", 1, new[] { 0, 70000 }, new[] { 1, 2 }))
            .Message.ShouldBe("Subnets.set_weights, argument dests[1]: 70000 does not fit u16 (0 to 65535)");

    [Fact]
    public void Missing_and_unknown_arguments_are_named() => Assert.Multiple(
        () => Fails(ScaleValue.Struct(("netuid", 1), ("dests", Array.Empty<int>()))).ShouldContain("the argument 'weights' is missing"),
        () => Fails(new Dictionary<string, object?> { ["netuid"] = 1, ["salt"] = 1 }).ShouldContain("has no argument 'salt'"),
        () => Fails(1, new[] { 1 }).ShouldContain("takes 3 arguments (netuid: u16, dests: Vec<u16>, weights: Vec<u16>), 2 are given"),
        () => Fails("one", Array.Empty<int>(), Array.Empty<int>()).ShouldContain("argument netuid: u16 is wanted, \"one\" is given"));

    [Fact]
    public void Names_that_the_runtime_lacks_come_with_those_that_resemble_them() => Assert.Multiple(
        () => Should.Throw<MetadataNameException>(() => Metadata.Call("Subnets", "setWeights")).Message.ShouldContain("set_weights"),
        () => Should.Throw<MetadataNameException>(() => Metadata.Storage("Subnet", "Tempo")).Message.ShouldContain("Similar: Subnets"),
        () => Should.Throw<MetadataNameException>(() => Metadata.Constant("Subnets", "Burn")).Message.ShouldContain("InitialBurn"));

    [Fact]
    public void A_call_inside_a_call_is_taken_only_if_it_is_one() =>
        Should.Throw<ScaleEncodingException>(() => Metadata.EncodeCall("Utility", "batch", [new object[] { new byte[] { 7, 99 } }]))
            .Message.ShouldContain("these bytes are no RuntimeCall");

    [Fact]
    public void Calls_without_arguments_take_none()
    {
        byte[] call = Metadata.EncodeCall("Utility", "noop");
        DecodedCall decoded = Metadata.DecodeCall(call);
        Metadata.EncodeCall(decoded.Pallet, decoded.Call, decoded.Arguments).ShouldBe(call);
    }

    [Fact]
    public void Maps_refuse_a_key_twice()
    {
        (TypeRegistry registry, int type) = TypeText.Read("BTreeMap<u16,u8>");
        Should.Throw<ScaleEncodingException>(() => registry.Encode(type, new[] { (1, 1), (1, 2) })).Message.ShouldContain("holds 1 twice");
    }

    [Fact]
    public void A_value_read_as_what_it_is_not_says_what_it_is() =>
        Should.Throw<InvalidOperationException>(() => ScaleValue.Struct(("a", 1)).AsUInt64())
            .Message.ShouldBe("Expected a number, found a struct: {\"a\":1}");

    [Fact]
    public void An_unknown_signed_extension_that_wants_bytes_is_refused_by_name()
    {
        var builder = new MetadataBuilder();
        builder.Extension("ChargeAssetPayment", builder.Types.U32, builder.Types.Unit);
        Should.Throw<NotSupportedException>(() => new ExtrinsicFormat(builder.Build())).Message.ShouldContain("ChargeAssetPayment");
    }

    [Fact]
    public void Dispatch_errors_have_the_names_and_docs_of_the_metadata()
    {
        Module(7, new byte[] { 1, 0, 0, 0 }).ToString().ShouldBe("Subnets.TooFast: Not yet.");
        Module(7, 1).ToString().ShouldBe("Subnets.TooFast: Not yet.", "the form of older runtimes");
        Module(7, new byte[] { 200, 0, 0, 0 }).ToString().ShouldBe("Subnets.error 200");
        Module(99, new byte[4]).Pallet.ShouldBe("pallet 99");
        Describe(ScaleValue.Variant("Token", ScaleValue.Variant("FundsUnavailable"))).ShouldBe("Token.FundsUnavailable");
        Describe(ScaleValue.Variant("BadOrigin")).ShouldBe("BadOrigin");

        static DispatchError Module(int index, object error) =>
            Metadata.Describe(ScaleValue.Variant("Module", ScaleValue.Struct(("index", index), ("error", error))));

        static string Describe(ScaleValue error) => Metadata.Describe(error).ToString();
    }

    [Fact]
    public void Keys_are_taken_apart_only_where_they_match_their_hashes()
    {
        StorageEntry owner = Metadata.Storage("Subnets", "Owner");
        using Keypair alice = Keypair.FromUri("//Alice");
        byte[] key = owner.Key(1, alice.AccountId);
        owner.DecodeKey(key)[1]!.AsAccountId().ShouldBe(alice.AccountId);
        key.AsSpan().StartsWith(owner.Key(1)).ShouldBeTrue();
        key[40] ^= 1;
        Should.Throw<ScaleException>(() => owner.DecodeKey(key)).Message.ShouldContain("does not match its hash");
        byte[] other = Metadata.Storage("Subnets", "Tempo").Key(1);
        Should.Throw<ScaleException>(() => owner.DecodeKey(other)).Message.ShouldContain("no key of Subnets.Owner");
        Should.Throw<ScaleEncodingException>(() => owner.Key(1, alice.AccountId, 3)).Message.ShouldContain("has 2 keys, 3 are given");
    }

    private static string Fails(params object?[] arguments) =>
        Should.Throw<ScaleEncodingException>(() => Metadata.EncodeCall("Subnets", "set_weights", arguments)).Message;
}
