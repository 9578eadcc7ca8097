using System.CommandLine;
using Bittensor.Chain.Rpc;

namespace AudioSubnet.Cli.CommandLine;

/// <summary>The options that name a chain and a subnet, with the names that Bittensor's tools use.</summary>
internal sealed class NetworkOptions
{
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

    /// <summary>A client of the chain that was named; it connects with the first call.</summary>
    public SubtensorClient Connect(ParseResult result) => SubtensorClient.Connect(result.GetValue(Endpoint) ?? result.GetRequiredValue(Network));
}
