using System.Net;
using Bittensor.Chain;
using Bittensor.Crypto;
using Bittensor.LocalNet.Ledger;
using Bittensor.LocalNet.Node.Calls;
using Bittensor.LocalNet.Node.Runtime;

namespace Bittensor.LocalNet.Tests.Node;

/// <summary>Calls between the ledger's form and the chain's.</summary>
[Trait("Area", "chain")]
public sealed class CallTests
{
    private static readonly LocalRuntime s_runtime = new(TimeSpan.FromSeconds(12), 256);
    private static readonly AccountId s_me = TestNode.Alice.AccountId;
    private static readonly AccountId s_other = TestNode.Bob.AccountId;

    public static IEnumerable<Extrinsic> Samples { get; } =
    [
        new Extrinsic.BurnedRegister(s_me, 1, s_other),
        new Extrinsic.Register(s_me, 1, 2, ulong.MaxValue, new byte[32], s_me, s_other),
        new Extrinsic.AddStake(s_me, 1, s_other, new Balance(ulong.MaxValue)),
        new Extrinsic.RemoveStake(s_me, 1, s_other, new Balance(7)),
        new Extrinsic.AddStakeLimit(s_me, 1, s_other, new Balance(7), new Balance(8), AllowPartial: true),
        new Extrinsic.RemoveStakeLimit(s_me, 1, s_other, new Balance(7), new Balance(8), AllowPartial: false),
        new Extrinsic.Transfer(s_me, s_other, new Balance(1)),
        new Extrinsic.TransferAll(s_me, s_other),
        new Extrinsic.ServeAxon(s_me, 1, new AxonInfo(s_me, IPAddress.Parse("10.0.0.7"), 8091, 9, 4)),
        new Extrinsic.ServeAxonTls(s_me, 1, new AxonInfo(s_me, IPAddress.Parse("2001:db8::1"), 8091, 9, 4), new byte[] { 1, 2, 3 }),
        new Extrinsic.ServePrometheus(s_me, 1, new PrometheusInfo(IPAddress.Parse("10.0.0.7"), 7091, 3)),
        new Extrinsic.SetWeights(s_me, 1, [1, 2], [3, 4], 5),
        new Extrinsic.CommitWeights(s_me, 1, Hashes.Blake2b256([1])),
        new Extrinsic.RevealWeights(s_me, 1, [1, 2], [3, 4], [5, 6, 7], 8),
        new Extrinsic.RegisterNetwork(s_me, s_other),
        new Extrinsic.SwapHotkey(s_me, s_other, s_me, null),
        new Extrinsic.SwapHotkey(s_me, s_other, s_me, 0),
        new Extrinsic.Remark(s_me, new byte[] { 1 }, WithEvent: true),
        new Extrinsic.Sudo(s_me, new Extrinsic.SetBalance(s_me, s_other, new Balance(9))),
        new Extrinsic.Sudo(s_me, new Extrinsic.SetCommitRevealVersion(s_me, 4)),
        new Extrinsic.SetCommitRevealVersion(s_me, 4),
        .. RuleChange.All.Values.Select(rule => new Extrinsic.SetHyperparameter(
            s_me, rule.Call, 1, rule.Call == "sudo_set_alpha_values" ? [2, 3] : [1])),
        new Extrinsic.SetHyperparameter(s_me, "sudo_set_alpha_sigmoid_steepness", 1, [-5]),
        .. Enum.GetValues<BatchKind>().Select(kind => new Extrinsic.Batch(s_me, [new Extrinsic.TransferAll(s_me, s_other)], kind)),
    ];

    [Fact]
    public void Every_call_reads_back_as_it_was_written()
    {
        Type[] sampled = [.. Samples.Select(call => call.GetType()), typeof(Extrinsic.SetBalance), typeof(Extrinsic.Signed)];
        typeof(Extrinsic).GetNestedTypes().ShouldBeSubsetOf(sampled);
        foreach (Extrinsic call in Samples)
        {
            byte[] bytes = CallWriter.WriteCall(s_runtime.Metadata, call);
            Extrinsic read = CallReader.Read(s_me, s_runtime.Metadata.DecodeCall(bytes));
            read.GetType().ShouldBe(call.GetType());
            CallWriter.WriteCall(s_runtime.Metadata, read).ShouldBe(bytes, call.ToString());
        }
    }

    [Fact]
    public void Every_signed_call_of_the_metadata_has_a_meaning()
    {
        HashSet<string> known = [.. Samples.Select(call => Name(CallWriter.WriteCall(s_runtime.Metadata, call)))];
        string[] others =
        [
            .. from pallet in s_runtime.Metadata.Pallets
               from call in pallet.Calls
               let name = $"{pallet.Name}.{call.Name}"
               where !known.Contains(name)
               select name,
        ];

        // The inherent, root's call within sudo, and calls that another one of the same meaning stands for.
        others.ShouldBe(
            ["System.remark", "Timestamp.set", "Balances.transfer_allow_death", "Balances.force_set_balance"], ignoreOrder: true);

        static string Name(byte[] bytes)
        {
            var call = s_runtime.Metadata.DecodeCall(bytes);
            return $"{call.Pallet}.{call.Call}";
        }
    }
}
