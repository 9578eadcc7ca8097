using System.Net;
using Bittensor.Chain;
using Bittensor.Wire;

namespace AudioSubnet.Miner;

/// <summary>How a miner serves. The defaults suit the open network.</summary>
public sealed record MinerOptions
{
    /// <summary>The port that Bittensor's tools use by default.</summary>
    public const int DefaultPort = 8091;

    /// <summary>The subnet.</summary>
    public ushort Netuid { get; init; } = 16;

    /// <summary>
    /// The HTTP server: address, port, rate limits, <see cref="AxonOptions.AllowLegacyNonce"/>,
    /// <see cref="AxonOptions.RequireSignedBody"/>.
    /// Bodies may have 32 MB: a recording of 60 s at 24 kHz as a Python list of numbers. The limits on parallel requests follow from
    /// the services'.
    /// </summary>
    public AxonOptions Axon { get; init; } = new() { Port = DefaultPort, MaxBodyBytes = 32 << 20 };

    /// <summary>
    /// Address announced to the chain; null announces the listening address, or, if that is "any", the address of the route to the
    /// internet.
    /// </summary>
    public IPAddress? ExternalAddress { get; init; }

    /// <summary>Port announced to the chain; null announces the listening port.</summary>
    public int? ExternalPort { get; init; }

    /// <summary>Least stake of a caller. The default is what the chain itself asks of those who set weights.</summary>
    public Balance MinimumValidatorStake { get; init; } = Balance.FromTao(1000);

    /// <summary>Serves only callers with a validator permit.</summary>
    public bool RequireValidatorPermit { get; init; }

    /// <summary>Limits of TextToSpeech.</summary>
    public ServiceLimits SpeechLimits { get; init; } = new(HalfOfTheProcessors, 64, TimeSpan.FromSeconds(50));

    /// <summary>Limits of VoiceClone.</summary>
    public ServiceLimits CloningLimits { get; init; } = new(HalfOfTheProcessors, 32, TimeSpan.FromSeconds(150));

    /// <summary>Limits of MusicGeneration.</summary>
    public ServiceLimits MusicLimits { get; init; } = new(1, 16, TimeSpan.FromSeconds(140));

    /// <summary>
    /// Seed from which each request's seed follows (with service and prompt), so that equal requests have equal answers; null lets
    /// engines draw their own.
    /// </summary>
    public int? Seed { get; init; }

    /// <summary>Time between two looks at the metagraph.</summary>
    public TimeSpan MetagraphInterval { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Least time between two looks at the metagraph, also when unknown callers knock or the chain fails.</summary>
    public TimeSpan MetagraphMinimumInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait for one answer of the chain.</summary>
    public TimeSpan ChainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    private static int HalfOfTheProcessors => Math.Max(1, Environment.ProcessorCount / 2);
}
