using Bittensor.Chain;

namespace AudioSubnet.Validator.Network;

/// <summary>Asks miners. Thread-safe.</summary>
public interface IMinerClient
{
    /// <summary>Asks one miner. A miner's fault is a status in the answer, never an exception.</summary>
    /// <param name="axon">Where the miner serves.</param>
    /// <param name="question">What to ask.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<MinerAnswer> AskAsync(AxonInfo axon, AudioQuestion question, TimeSpan timeout, CancellationToken cancellationToken = default);
}
