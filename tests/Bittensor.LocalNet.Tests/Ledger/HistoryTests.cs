using System.Net;
using System.Text;
using Bittensor.Chain;
using Bittensor.Crypto;
using Bittensor.LocalNet.Ledger;
using Bittensor.LocalNet.Node.Checkpoints;
using Bittensor.Scale;
using Bittensor.Weights;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Bittensor.LocalNet.Tests.Ledger;

/// <summary>Random histories of calls, blocks and rule changes over a few accounts.</summary>
[Trait("Area", "chain")]
public sealed class HistoryTests
{
    private static readonly AccountId[] s_coldkeys = [.. Enumerable.Range(0, 4).Select(i => TestSubnet.Account($"coldkey {i}"))];
    private static readonly AccountId[] s_hotkeys = [.. Enumerable.Range(0, 8).Select(i => TestSubnet.Account($"hotkey {i}"))];

    [Property(MaxTest = 60)]
    public Property Stake_and_emission_never_appear_or_vanish() =>
        Prop.ForAll(Histories(), history =>
        {
            LocalChain chain = NewChain();
            foreach (Step step in history)
            {
                step.Apply(chain);
                LedgerTotals totals = chain.GetTotals();
                totals.Conserved.ShouldBeTrue($"after {step}: {totals}");
            }
        });

    [Property(MaxTest = 20)]
    public Property The_same_history_gives_the_same_state() =>
        Prop.ForAll(Histories(), history =>
        {
            string first = Run(history);
            Run(history).ShouldBe(first);
        });

    [Property(MaxTest = 20)]
    public Property A_refused_call_leaves_nothing_behind() =>
        Prop.ForAll(Histories(), history =>
        {
            LocalChain chain = NewChain();
            foreach (Step step in history)
            {
                // The last call is always refused, so all is taken back, whatever the others have done.
                if (step.Call(chain) is Extrinsic call)
                    chain.Read(state =>
                    {
                        byte[] before = Bytes(state);
                        List<ChainEvent> events = [];
                        var batch = new Extrinsic.Batch(s_coldkeys[1], [call, call, new Extrinsic.SetBalance(default, default, default)], BatchKind.AllOrNothing);
                        Should.Throw<ChainException>(() => Dispatcher.Apply(state, batch, events));
                        events.ShouldBeEmpty();
                        Bytes(state).ShouldBe(before, $"after {call}");
                        return state;
                    });
                step.Apply(chain);
            }
        });

    [Property(MaxTest = 20)]
    public Property A_saved_ledger_reads_back_the_same() =>
        Prop.ForAll(Histories(), history =>
        {
            LocalChain chain = NewChain();
            history.ForEach(step => step.Apply(chain));
            chain.Read(state =>
            {
                byte[] saved = Bytes(state);
                var reader = new ScaleReader(saved);
                Bytes(LedgerReader.Read(ref reader, null)).ShouldBe(saved);
                return state;
            });
        });

    [Fact]
    public void Random_histories_reach_everything_that_moves_money()
    {
        List<ChainEvent> seen = [];
        foreach (List<Step> history in Histories().Generator.Sample(80, 300))
        {
            LocalChain chain = NewChain();
            history.ForEach(step => step.Apply(chain));
            seen.AddRange(chain.GetBlocks().SelectMany(block => block.Events));
        }

        Type[] kinds = [.. seen.Select(happened => happened.GetType()).Distinct()];
        foreach (Type kind in typeof(ChainEvent).GetNestedTypes())
            kinds.ShouldContain(kind, $"no history produced {kind.Name}");
        seen.OfType<ChainEvent.EpochRan>().ShouldContain(epoch => epoch.ToMiners.Rao > 0 && epoch.ToValidators.Rao > 0);
    }

    /// <summary>One thing that someone does; the numbers choose who, on whom and how much.</summary>
    public sealed record Step(int Kind, int A, int B, int C)
    {
        public void Apply(LocalChain chain)
        {
            if (Call(chain) is Extrinsic call)
                _ = chain.SubmitAsync(call);
            else if (Kind == 10)
                ChangeRules(chain, (ushort)(1 + C % 3));
            else if (Kind == 11)
                chain.Fund(s_coldkeys[A % s_coldkeys.Length], Amount);
            else
                for (int i = 0; i <= A % 8; i++)
                    chain.ProduceBlock();
        }

        private Balance Amount => new((ulong)(C % 97) * (ulong)(C % 89) * 7_654_321);

        /// <summary>The call that the step makes; null if it does something else.</summary>
        public Extrinsic? Call(LocalChain chain)
        {
            AccountId coldkey = s_coldkeys[A % s_coldkeys.Length];
            AccountId hotkey = s_hotkeys[B % s_hotkeys.Length];
            ushort netuid = (ushort)(1 + C % 3);
            Balance amount = Amount;
            return Kind switch
            {
                0 or 1 => new Extrinsic.BurnedRegister(s_coldkeys[B % s_coldkeys.Length], netuid, hotkey),
                2 or 3 => new Extrinsic.AddStake(coldkey, netuid, hotkey, amount),
                4 => new Extrinsic.RemoveStake(coldkey, netuid, hotkey, amount),
                5 => new Extrinsic.Transfer(coldkey, s_coldkeys[C % s_coldkeys.Length], amount),
                6 or 7 or 8 => new Extrinsic.SetWeights(hotkey, netuid, [(ushort)(A % 5), (ushort)(A % 5 + 1)], [(ushort)(C % 65536), 9], 0),
                9 => new Extrinsic.ServeAxon(hotkey, netuid, new AxonInfo(hotkey, IPAddress.Loopback, C % 70000)),
                16 => Signed(chain, new Extrinsic.Transfer(coldkey, s_coldkeys[C % s_coldkeys.Length], amount)),
                17 => new Extrinsic.Sudo(coldkey, new Extrinsic.SetBalance(coldkey, s_coldkeys[C % s_coldkeys.Length], amount)),
                18 or 19 or 31 => new Extrinsic.Batch(
                    coldkey,
                    [
                        new Extrinsic.Transfer(coldkey, s_coldkeys[C % s_coldkeys.Length], amount),
                        new Extrinsic.AddStake(coldkey, netuid, hotkey, amount),
                        new Extrinsic.Remark(coldkey, new byte[] { 1 }, WithEvent: true),
                    ],
                    (BatchKind)(A % 3)),
                20 => new Extrinsic.RegisterNetwork(coldkey, hotkey),
                21 => new Extrinsic.TransferAll(coldkey, s_coldkeys[C % s_coldkeys.Length]),
                // Mostly by the owner, who needs no permit.
                24 or 25 or 26 => new Extrinsic.CommitWeights(
                    s_hotkeys[B % 2], 3, WeightCommitment.Hash(s_hotkeys[B % 2], 3, [0], [1], [], 0)),
                27 or 28 or 29 or 30 => new Extrinsic.RevealWeights(s_hotkeys[B % 2], 3, [0], [1], [], 0),
                32 => new Extrinsic.AddStakeLimit(coldkey, netuid, hotkey, amount, new Balance(999_999_995 + (ulong)(A % 10)), AllowPartial: false),
                33 => new Extrinsic.RemoveStakeLimit(coldkey, netuid, hotkey, amount, new Balance(999_999_995 + (ulong)(A % 10)), AllowPartial: false),
                34 => new Extrinsic.ServePrometheus(hotkey, netuid, new PrometheusInfo(IPAddress.Loopback, (ushort)(C % 5), 1)),
                35 => new Extrinsic.ServeAxonTls(hotkey, netuid, new AxonInfo(hotkey, IPAddress.Loopback, 1), new byte[A % 70]),
                36 or 37 => new Extrinsic.SwapHotkey(
                    s_coldkeys[B % s_coldkeys.Length], hotkey, s_hotkeys[C % s_hotkeys.Length], Kind == 36 ? netuid : null),
                38 or 39 => new Extrinsic.Sudo(s_coldkeys[A % 2], Rule(netuid)),
                40 => Rule(netuid) with { Author = coldkey },
                41 => new Extrinsic.Register(hotkey, netuid, chain.BlockNumber, (ulong)A, new byte[32], hotkey, coldkey),
                42 => new Extrinsic.Sudo(s_coldkeys[1], new Extrinsic.SetCommitRevealVersion(s_coldkeys[1], (ushort)(A % 5))),
                _ => null,
            };
        }

        /// <summary>Any call of AdminUtils, mostly with a value in bounds.</summary>
        private Extrinsic.SetHyperparameter Rule(ushort netuid)
        {
            string[] names = [.. RuleChange.All.Keys.Where(name => !name.Contains("commit_reveal", StringComparison.Ordinal))];
            return new Extrinsic.SetHyperparameter(
                s_coldkeys[1], names[C % names.Length], netuid, A % 9 == 0 ? [Int128.MaxValue, -1] : [B % 7, 60_000]);
        }

        /// <summary>With the next nonce; of two in one block the second one is dropped.</summary>
        private Extrinsic.Signed Signed(LocalChain chain, Extrinsic call)
        {
            uint nonce = chain.Read(state => state.NonceOf(call.Signer));
            return new Extrinsic.Signed(call, nonce, new Balance((ulong)(A * 1_000)), new Balance((ulong)A), ReadOnlyMemory<byte>.Empty);
        }

        private void ChangeRules(LocalChain chain, ushort netuid)
        {
            SubnetHyperparameters rules = Rules with
            {
                Tempo = (ushort)(A % 6),
                MaxAllowedUids = (ushort)(3 + B % 6),
                Yuma3Enabled = C % 3 == 0,
                LiquidAlphaEnabled = C % 5 == 0,
                BondsPenalty = (ushort)(C % 65536),
                Kappa = (ushort)(A * 31 % 65536),
                StakeThreshold = new Balance((ulong)(B % 3) * 1_000_000_000),
                ActivityCutoff = (ulong)(A % 40),
                CommitRevealWeightsEnabled = netuid == 3,
                CommitRevealPeriod = (ulong)(1 + B % 2),
            };
            try
            {
                chain.SetHyperparameters(netuid, rules);
            }
            catch (ChainException refusal)
            {
                refusal.ErrorName.ShouldBe("InvalidValue", "fewer uids than neurons");
            }
        }
    }

    private static SubnetHyperparameters Rules => new()
    {
        Tempo = 4,
        MaxAllowedUids = 5,
        ImmunityPeriod = 3,
        WeightsSetRateLimit = 2,
        ServingRateLimit = 2,
        BurnCost = new Balance(123_456_789),
    };

    private static Arbitrary<List<Step>> Histories() =>
        (from kind in Gen.Frequency((5, Gen.Choose(0, 23)), (2, Gen.Choose(24, 30)), (1, Gen.Choose(31, 42)))
         from a in Gen.Choose(0, 10_000)
         from b in Gen.Choose(0, 10_000)
         from c in Gen.Choose(0, 1_000_000)
         select new Step(kind, a, b, c)).ListOf().Select(steps => steps.ToList()).ToArbitrary();

    private static LocalChain NewChain()
    {
        var chain = new LocalChain(new LocalChainOptions { SudoKey = s_coldkeys[1] });
        foreach (AccountId coldkey in s_coldkeys)
            chain.Fund(coldkey, Balance.FromTao(100));
        chain.CreateSubnet(s_coldkeys[0], s_hotkeys[0], Rules);
        chain.CreateSubnet(s_coldkeys[0], s_hotkeys[0], Rules with { Yuma3Enabled = true, LiquidAlphaEnabled = true });
        chain.CreateSubnet(s_coldkeys[0], s_hotkeys[0], Rules with { CommitRevealWeightsEnabled = true, WeightsSetRateLimit = 0 });
        return chain;
    }

    /// <summary>All events and the end state as text.</summary>
    private static string Run(List<Step> history)
    {
        LocalChain chain = NewChain();
        history.ForEach(step => step.Apply(chain));
        var text = new StringBuilder();
        foreach (Block block in chain.GetBlocks())
            text.AppendLine($"{block.Number}: {string.Join("; ", block.Events)}");
        foreach (ushort netuid in new ushort[] { 1, 2, 3 })
            foreach (NeuronInfo neuron in chain.Read(state => MetagraphReader.Read(state, netuid)).Neurons)
                text.AppendLine(neuron.ToString());
        return text.AppendLine(chain.GetTotals().ToString()).ToString();
    }

    private static byte[] Bytes(LedgerState state)
    {
        using var writer = new ScaleWriter();
        LedgerWriter.Write(writer, state);
        return writer.ToArray();
    }
}
