using System.Net;

namespace Bittensor.Wire;

/// <summary>How a dendrite calls. The defaults work with axons of every version.</summary>
public sealed record DendriteOptions
{
    /// <summary>SDK version stated to axons; from 7.2 on they treat nonces as times.</summary>
    public int Version { get; init; } = WireVersion.Current;

    /// <summary>Our address as the network sees it: stated to axons, and an axon at this very address is called over loopback.</summary>
    public IPAddress? ExternalAddress { get; init; }

    /// <summary>Largest reply body in bytes; a larger one is a failure (422).</summary>
    public long MaxReplyBytes { get; init; } = 64 << 20;

    /// <summary>Treats a reply without the axon's signature as a failure (422). A wrong signature is always one.</summary>
    public bool RequireSignedReply { get; init; }

    /// <summary>How long a connection may take to be made, within the query's own timeout.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Queries of one <c>QueryAllAsync</c> in flight at once; the others wait without using up their timeout.</summary>
    public int MaxParallelQueries { get; init; } = 128;
}
