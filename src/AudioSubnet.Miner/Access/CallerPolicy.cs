using Bittensor.Chain;
using Bittensor.Wire;

namespace AudioSubnet.Miner.Access;

/// <summary>Who may ask, and who is served first: registered hotkeys with enough stake, in the order of their stake.</summary>
internal sealed class CallerPolicy(MinerOptions options, MetagraphWatch metagraph)
{
    public ValueTask<BlacklistVerdict> JudgeAsync(SynapseCaller caller, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Judge(caller));
    }

    /// <summary>The caller's stake in TAO; 0 for strangers.</summary>
    public double Priority(SynapseCaller caller) => Priority(metagraph.Find(caller.Hotkey));

    /// <summary>The stake in TAO of the hotkey with that address; 0 for strangers.</summary>
    public double Priority(string? address) =>
        Bittensor.Crypto.AccountId.TryParse(address, out Bittensor.Crypto.AccountId hotkey) ? Priority(metagraph.Find(hotkey)) : 0;

    private static double Priority(NeuronInfo? neuron) => (double)(neuron?.Stake.Tao ?? 0);

    private BlacklistVerdict Judge(SynapseCaller caller)
    {
        if (!metagraph.IsKnown)
            return BlacklistVerdict.Refuse("The metagraph has not been read yet, try again in a minute");
        if (metagraph.Find(caller.Hotkey) is not { } neuron)
        {
            metagraph.LookSoon(); // it may have been registered a moment ago
            return BlacklistVerdict.Refuse($"Unrecognized hotkey, not registered on subnet {options.Netuid}");
        }

        if (neuron.Stake < options.MinimumValidatorStake)
        {
            metagraph.LookSoon();
            return BlacklistVerdict.Refuse($"Low stake, {neuron.Stake.Tao:0.###} of the {options.MinimumValidatorStake.Tao:0.###} needed");
        }

        if (options.RequireValidatorPermit && !neuron.ValidatorPermit)
        {
            metagraph.LookSoon();
            return BlacklistVerdict.Refuse("No validator permit");
        }

        return BlacklistVerdict.Allow;
    }
}
