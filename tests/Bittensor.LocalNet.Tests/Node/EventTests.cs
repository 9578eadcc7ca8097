using System.Net;
using Bittensor.Chain;
using Bittensor.Crypto;
using Bittensor.LocalNet.Ledger;
using Bittensor.LocalNet.Node.Blocks;
using Bittensor.LocalNet.Node.Calls;
using Bittensor.LocalNet.Node.Runtime;

namespace Bittensor.LocalNet.Tests.Node;

/// <summary>Events in the form of the chain.</summary>
[Trait("Area", "chain")]
public sealed class EventTests
{
    private static readonly LocalRuntime s_runtime = new(TimeSpan.FromSeconds(12), 256);
    private static readonly AccountId s_me = TestNode.Alice.AccountId;
    private static readonly AccountId s_other = TestNode.Bob.AccountId;

    private static readonly ChainEvent[] s_samples =
    [
        new ChainEvent.AccountFunded(s_me, new Balance(1)),
        new ChainEvent.Transferred(s_me, s_other, new Balance(1)),
        new ChainEvent.SubnetCreated(1, s_me, s_other),
        new ChainEvent.HyperparametersSet(1, new SubnetHyperparameters()),
        new ChainEvent.NeuronRegistered(1, 2, s_me, new Balance(1)),
        new ChainEvent.NeuronPruned(1, 2, s_me),
        new ChainEvent.StakeAdded(1, s_me, s_other, new Balance(1)),
        new ChainEvent.StakeRemoved(1, s_me, s_other, new Balance(1)),
        new ChainEvent.AxonServed(1, new AxonInfo(s_me, IPAddress.Loopback, 1)),
        new ChainEvent.PrometheusServed(1, s_me),
        new ChainEvent.HotkeySwapped(s_me, s_other, s_me, null),
        new ChainEvent.HotkeySwapped(s_me, s_other, s_me, 1),
        .. RuleChange.All.Keys.Select(call => new ChainEvent.HyperparameterSet(1, call, [1, 1])),
        new ChainEvent.CommitRevealVersionSet(4),
        new ChainEvent.WeightsSet(1, 2),
        new ChainEvent.WeightsCommitted(1, s_me, new byte[32]),
        new ChainEvent.WeightsRevealed(1, s_me, new byte[32]),
        new ChainEvent.EpochRan(1, default, default, default, []),
        new ChainEvent.EmissionRecycled(1, new Balance(1)),
        new ChainEvent.FeePaid(s_me, new Balance(2), new Balance(1)),
        new ChainEvent.BalanceSet(s_me, new Balance(1)),
        new ChainEvent.Remarked(s_me, new byte[32]),
        new ChainEvent.BatchItemCompleted(),
        new ChainEvent.BatchItemFailed("SubnetNotExists"),
        new ChainEvent.BatchInterrupted(1, "SubnetNotExists"),
        new ChainEvent.BatchCompleted(WithErrors: true),
        new ChainEvent.BatchCompleted(WithErrors: false),
        new ChainEvent.SudoDone("BadOrigin"),
        new ChainEvent.SudoDone(null),
        new ChainEvent.ExtrinsicFailed(s_me, "SubnetNotExists"),
    ];

    [Fact]
    public void Every_event_can_be_written_by_its_type()
    {
        typeof(ChainEvent).GetNestedTypes().ShouldBeSubsetOf(s_samples.Select(sample => sample.GetType()));
        foreach (ChainEvent sample in s_samples)
        {
            var writer = new EventWriter(new DispatchErrors(s_runtime.Metadata));
            writer.AddOpening([sample]);
            Should.NotThrow(() => s_runtime.Metadata.Storage("System", "Events").EncodeValue(writer.Records), sample.ToString());
        }
    }
}
