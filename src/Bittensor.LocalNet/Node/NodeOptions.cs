using System.Net;

namespace Bittensor.LocalNet.Node;

/// <summary>How a node serves a chain.</summary>
public sealed record NodeOptions
{
    /// <summary>Address to listen on; this machine only by default, since whoever reaches a development chain commands it.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>TCP port; 0 takes a free one.</summary>
    public int Port { get; init; } = 9944;

    /// <summary>Newest blocks whose state can be asked for; extrinsics' eras may reach back as far.</summary>
    public int KeptBlocks { get; init; } = 256;

    /// <summary>Extrinsics that may wait for a block.</summary>
    public int PoolCapacity { get; init; } = 8192;

    /// <summary>Largest request, in bytes.</summary>
    public int MaxRequestBytes { get; init; } = 8 << 20;

    /// <summary>Connections at the same time.</summary>
    public int MaxConnections { get; init; } = 1000;

    /// <summary>Messages that may wait for a slow reader before its connection is cut.</summary>
    public int MaxQueuedMessages { get; init; } = 4096;

    /// <summary>How often a quiet connection is asked whether it still lives.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a peer may take to answer that.</summary>
    public TimeSpan PingTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Folder that keeps the chain across restarts; created if it is not there. Null keeps it in memory only.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Blocks between two checkpoints in the data folder: a start repeats at most these and the kept blocks.</summary>
    public int CheckpointInterval { get; init; } = 1000;

    /// <summary>Name of the chain, as clients show it.</summary>
    public string ChainName { get; init; } = "Bittensor localnet";
}
