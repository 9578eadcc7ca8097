namespace Bittensor.Chain.Rpc;

/// <summary>How the client deals with nodes: time limits, sizes, and what its extrinsics carry.</summary>
public sealed record SubtensorOptions
{
    /// <summary>Longest time for opening a connection to one endpoint.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A node that has not answered a request by then is given up for the next endpoint (or a new connection to the only
    /// one).</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Longest time for a query as a whole, with all reconnections that it takes.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest time from handing an extrinsic in until a block holds it.</summary>
    public TimeSpan InclusionTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>When a call counts as done, unless <see cref="SubtensorClient.SubmitAsync(ChainCall, Crypto.Keypair, WaitFor, CancellationToken)"/>
    /// says otherwise.</summary>
    public WaitFor WaitFor { get; init; }

    /// <summary>Longest time from the block that holds an extrinsic until that block is final, where this is waited for.</summary>
    public TimeSpan FinalityTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Pause before the second attempt at a connection; it doubles with each failure.</summary>
    public TimeSpan ReconnectDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The pause between attempts at a connection grows no longer than this.</summary>
    public TimeSpan MaxReconnectDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Silence after which a ping asks whether the other end is still there.</summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A ping that is not answered by then ends the connection: half-open ones are found so.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A subscription that has been silent for so long is made anew.</summary>
    public TimeSpan SilenceTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest message taken from a node, in bytes; a longer one ends the connection.</summary>
    public int MaxMessageLength { get; init; } = 64 << 20;

    /// <summary>Blocks during which an extrinsic may be included, a power of two from 4 to 65536. Afterwards it is void.</summary>
    public int EraPeriod { get; init; } = 64;

    /// <summary>
    /// Where committed weights are kept until they are revealed, a small file for each hotkey and subnet that only its owner may read:
    /// <c>~/.bittensor/commits</c> unless told otherwise. It must outlive the process.
    /// </summary>
    public string CommitFolder { get; init; } =
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".bittensor", "commits");

    /// <summary>
    /// Commits weights under a salted hash also where the network's commit-reveal version asks for time-locked commits. The runtime takes
    /// both; false follows the network's version, and then weights for such subnets are refused as <c>TimelockedCommitRequired</c>.
    /// </summary>
    public bool AlwaysSaltedCommits { get; init; }

    /// <summary>Tip to the block's author, with each extrinsic.</summary>
    public Balance Tip { get; init; }
}
