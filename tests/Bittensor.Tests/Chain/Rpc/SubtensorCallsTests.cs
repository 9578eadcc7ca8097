using System.Net;
using Bittensor.Chain;
using Bittensor.Chain.Rpc;
using Bittensor.Crypto;
using Bittensor.Scale;
using Bittensor.Scale.Metadata;
using Bittensor.Tests.Scale;

namespace Bittensor.Tests.Chain.Rpc;

/// <summary>The calls of the client under the metadata of real runtimes: each encodes, and decodes to what was meant.</summary>
[Trait("Area", "chain")]
public sealed class SubtensorCallsTests
{
    private static readonly AccountId Hotkey = Keypair.FromUri("//Hot").AccountId;
    private static readonly AccountId Other = Keypair.FromUri("//Other").AccountId;
    private static readonly AxonInfo Axon = new(Hotkey, IPAddress.Parse("2001:db8::1"), 8091, Version: 7);

    [Fact]
    public void Every_call_fits_every_runtime()
    {
        ChainCall[] calls =
        [
            SubtensorCalls.AddStakeLimit(3, Hotkey, Balance.FromTao(2), Balance.FromTao(0.5m), allowPartial: true),
            SubtensorCalls.RemoveStakeLimit(3, Hotkey, Balance.FromTao(2), Balance.FromTao(0.5m), allowPartial: false),
            SubtensorCalls.ServeAxon(3, Axon),
            SubtensorCalls.ServeAxonTls(3, Axon, new byte[] { 1, 2, 3 }),
            SubtensorCalls.ServePrometheus(3, new IPEndPoint(IPAddress.Parse("8.8.8.8"), 7091), version: 5),
            SubtensorCalls.SwapHotkey(Hotkey, Other, netuid: null),
            SubtensorCalls.SetChildren(3, Hotkey, [(Other, 0.25)]),
            SubtensorCalls.Register(3, new SolvedWork(77, 12345, new byte[32]), Hotkey, Other),
            SubtensorCalls.CommitWeights(3, "0x" + new string('a', 64)),
            SubtensorCalls.RevealWeights(3, [1, 2], [3, 4], [5, 6], versionKey: 9),
        ];
        foreach (string file in MetadataFiles.All())
        {
            RuntimeMetadata metadata = RuntimeMetadata.Read(File.ReadAllBytes(file));
            foreach (ChainCall call in calls)
            {
                DecodedCall decoded = metadata.DecodeCall(call.Encode(metadata));
                decoded.Pallet.ShouldBe("SubtensorModule", file);
                decoded.Call.ShouldBe(call.Name, file);
            }
        }
    }

    [Fact]
    public void A_swap_on_one_subnet_is_refused_by_name_where_the_runtime_swaps_on_all()
    {
        ChainCall call = SubtensorCalls.SwapHotkey(Hotkey, Other, netuid: 3);

        DecodedCall today = Decode(call, "finney-424.v15.scale");
        today.Arguments["netuid"].AsUInt16().ShouldBe((ushort)3);
        Should.Throw<ScaleEncodingException>(() => Decode(call, "devnet-240.v15.scale")).Message.ShouldContain("netuid");
    }

    [Fact]
    public void Values_arrive_under_their_names()
    {
        ScaleValue stake = Decode(SubtensorCalls.AddStakeLimit(3, Hotkey, Balance.FromTao(2), Balance.FromTao(0.5m), allowPartial: true)).Arguments;
        stake["amount_staked"].AsUInt64().ShouldBe(2_000_000_000UL);
        stake["limit_price"].AsUInt64().ShouldBe(500_000_000UL);
        stake["allow_partial"].AsBool().ShouldBeTrue();

        ScaleValue axon = Decode(SubtensorCalls.ServeAxonTls(3, Axon, new byte[] { 1, 2, 3 })).Arguments;
        axon["ip_type"].AsInt32().ShouldBe(6);
        axon["certificate"].AsBytes().ToArray().ShouldBe([1, 2, 3]);

        ScaleValue reveal = Decode(SubtensorCalls.RevealWeights(3, [1, 2], [3, 4], [5, 6], versionKey: 9)).Arguments;
        reveal["salt"].Items.Select(word => word.AsUInt16()).ShouldBe([5, 6]);
        reveal["version_key"].AsUInt64().ShouldBe(9UL);
    }

    [Fact]
    public void Shares_of_children_make_up_no_more_than_the_whole()
    {
        IReadOnlyList<ScaleValue> halves = Decode(SubtensorCalls.SetChildren(3, Hotkey, [(Hotkey, 0.5), (Other, 0.5)])).Arguments["children"].Items;
        ScaleValue whole = Decode(SubtensorCalls.SetChildren(3, Hotkey, [(Other, 1)])).Arguments["children"];

        (halves[0][0].AsUInt64() + (UInt128)halves[1][0].AsUInt64()).ShouldBeLessThanOrEqualTo(ulong.MaxValue);
        whole[0][0].AsUInt64().ShouldBe(ulong.MaxValue);
        whole[0][1].AsAccountId().ShouldBe(Other);
        Should.Throw<ArgumentOutOfRangeException>(() => SubtensorCalls.SetChildren(3, Hotkey, [(Other, 1.1)]));
        Should.Throw<ArgumentOutOfRangeException>(() => SubtensorCalls.SetChildren(3, Hotkey, [(Other, double.NaN)]));
    }

    private static DecodedCall Decode(ChainCall call, string file = "finney-424.v15.scale")
    {
        RuntimeMetadata metadata = MetadataFiles.Read(file);
        return metadata.DecodeCall(call.Encode(metadata));
    }
}
