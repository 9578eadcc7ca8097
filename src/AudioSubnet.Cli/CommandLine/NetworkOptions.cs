using System.CommandLine;
using Bittensor.Chain;

namespace AudioSubnet.Cli.CommandLine;

/// <summary>The options that name a chain and a subnet, with the names that Bittensor's tools use.</summary>
internal sealed class NetworkOptions
{
    public Option<ushort> Netuid { get; } = new("--netuid") { Description = "The subnet.", DefaultValueFactory = _ => 16 };

    public Option<string> Network { get; } = new("--subtensor.network", "--network")
    {
        Description = "finney, test, archive, local, or a WebSocket address.",
        DefaultValueFactory = _ => "finney",
    };

    public Option<string?> Endpoint { get; } = new("--subtensor.chain_endpoint") { Description = "WebSocket address of a node; takes the place of --subtensor.network." };

    public void AddTo(Command command)
    {
        command.Add(Netuid);
        command.Add(Network);
        command.Add(Endpoint);
    }

    public ISubtensor Connect(ParseResult result) =>
        throw new UserException(
            $"This version has no client for the network '{result.GetValue(Endpoint) ?? result.GetValue(Network)}' yet. 'audiosubnet localnet' runs a whole subnet on this machine.");
}
