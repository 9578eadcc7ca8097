using System.CommandLine;
using Bittensor.Chain.Rpc;
using Microsoft.Extensions.Logging;

namespace AudioSubnet.Cli.CommandLine;

/// <summary>The options that name a chain and a subnet, with the names that Bittensor's tools use.</summary>
internal sealed class NetworkOptions
{
    private static readonly TimeSpan s_firstAnswer = TimeSpan.FromSeconds(5);

    /// <summary>Below the limits that miner and validator set to a call, so that the reason of a failure reaches their logs.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    public Option<ushort> Netuid { get; } = new("--netuid") { Description = "The subnet.", DefaultValueFactory = _ => 16 };

    public Option<string> Network { get; } = new("--subtensor.network", "--network")
    {
        Description = "finney, test, archive, local (ws://127.0.0.1:9944), or WebSocket addresses with commas between them.",
        DefaultValueFactory = _ => "finney",
    };

    public Option<string?> Endpoint { get; } = new("--subtensor.chain_endpoint") { Description = "WebSocket address of a node; takes the place of --subtensor.network." };

    /// <summary>Adds the chain to a command, and the subnet if the command is about one.</summary>
    public void AddTo(Command command, bool withSubnet = true)
    {
        if (withSubnet)
            command.Add(Netuid);
        command.Add(Network);
        command.Add(Endpoint);
    }

    /// <summary>A client of the chain that was named, for a program that waits out a chain that is away: it says so and goes on.</summary>
    public async Task<SubtensorClient> ConnectPatientlyAsync(
        ParseResult result, ILogger logger, CancellationToken cancellationToken, SubtensorOptions? options = null)
    {
        if (await ProblemAsync(result, cancellationToken) is { } problem)
            NetworkLog.ChainAway(logger, problem);
        return SubtensorClient.Connect(Name(result), (options ?? new SubtensorOptions()) with { RequestTimeout = s_patience });
    }

    /// <summary>A client of the chain that was named, for a command that somebody waits for: a chain that is away is told within
    /// seconds.</summary>
    /// <exception cref="UserException">No node answers.</exception>
    public async Task<SubtensorClient> ConnectAsync(ParseResult result, CancellationToken cancellationToken, SubtensorOptions? options = null) =>
        await ProblemAsync(result, cancellationToken) is { } problem
            ? throw new UserException($"{problem}. Check --subtensor.network, or start a chain of your own with: audiosubnet chain")
            : SubtensorClient.Connect(Name(result), options);

    /// <summary>Why the chain does not answer, or null if it does. A node that is not there is known at once; one that is slow gets more time.</summary>
    private async Task<string?> ProblemAsync(ParseResult result, CancellationToken cancellationToken) =>
        await TryAsync(result, s_firstAnswer, cancellationToken) is { } away && (!IsSlow(away) || await TryAsync(result, s_patience, cancellationToken) is not null)
            ? $"No node answers at {string.Join(" or ", ChainEndpoints.Parse(Name(result)))}: {(IsSlow(away) ? $"nothing came within {s_patience.TotalSeconds:0} s" : away.GetBaseException().Message.TrimEnd('.'))}"
            : null;

    private async Task<ChainUnavailableException?> TryAsync(ParseResult result, TimeSpan limit, CancellationToken cancellationToken)
    {
        await using SubtensorClient probe = SubtensorClient.Connect(Name(result), new SubtensorOptions { RequestTimeout = limit });
        try
        {
            await probe.GetBlockNumberAsync(cancellationToken);
            return null;
        }
        catch (ChainUnavailableException away)
        {
            return away;
        }
    }

    private static bool IsSlow(ChainUnavailableException away) => away.GetBaseException() is ChainUnavailableException or TimeoutException;

    private string Name(ParseResult result) => result.GetValue(Endpoint) ?? result.GetRequiredValue(Network);
}

internal static partial class NetworkLog
{
    [LoggerMessage(LogLevel.Warning, "{Problem}. Waiting for it.")]
    public static partial void ChainAway(ILogger logger, string problem);
}
