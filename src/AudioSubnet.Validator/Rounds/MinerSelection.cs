using AudioSubnet.Validator.Scores;
using Bittensor.Chain;
using Bittensor.Crypto;

namespace AudioSubnet.Validator.Rounds;

/// <summary>Who may be asked. Rules only: there is no list of uids, hotkeys or addresses anywhere.</summary>
internal static class MinerSelection
{
    /// <summary>
    /// The neurons that take part: all that serve an axon, and those that have a score but serve no more (their silence is a failure);
    /// not ourselves, and not the validators, which are the neurons with a permit and at least <paramref name="validatorStake"/>.
    /// </summary>
    public static IReadOnlyList<NeuronInfo> Candidates(Metagraph metagraph, AccountId self, Balance validatorStake, ScoreBoard scores) =>
    [
        .. metagraph.Neurons.Where(neuron =>
            neuron.Hotkey != self
            && !(neuron.ValidatorPermit && neuron.Stake.CompareTo(validatorStake) >= 0)
            && (neuron.Axon.IsServing || scores.Total(neuron.Uid) > 0)),
    ];
}
