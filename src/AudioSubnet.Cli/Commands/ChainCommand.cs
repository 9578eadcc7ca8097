using System.CommandLine;
using System.Net;
using AudioSubnet.Cli.CommandLine;
using Bittensor.Chain;
using Bittensor.Crypto;
using Bittensor.LocalNet;
using Bittensor.LocalNet.Node;
using Microsoft.Extensions.Logging;

namespace AudioSubnet.Cli.Commands;

/// <summary><c>audiosubnet chain</c>: a development chain with one subnet, which real clients speak to.</summary>
internal static class ChainCommand
{
    /// <summary>The first subnet of a chain that has no root subnet to count.</summary>
    private const ushort Netuid = 1;

    // A registration by proof of work finds its seal within a block of a quarter of a second.
    private const ulong DevDifficulty = 10_000;

    private static readonly Balance s_devFunds = Balance.FromTao(1_000_000);

    public static Command Create()
    {
        var port = new Option<int>("--port") { Description = "TCP port of the node.", DefaultValueFactory = _ => 9944 };
        var blockTime = new Option<double>("--block-time") { Description = "Seconds between two blocks.", DefaultValueFactory = _ => 12 };
        var tempo = new Option<ushort>("--tempo") { Description = "Blocks between two epochs of the subnet.", DefaultValueFactory = _ => 360 };
        var fund = new Option<string[]>("--fund") { Description = "Address that gets 1,000,000 TAO at genesis, beside Alice to Ferdie; may come more than once.", DefaultValueFactory = _ => [] };
        var data = new Option<DirectoryInfo?>("--data") { Description = "Folder that keeps the chain; a later start goes on from there (with the same --block-time)." };
        var command = new Command("chain", "Run a development chain with one subnet; Bittensor and Substrate clients can connect to it.") { port, blockTime, tempo, fund, data };
        command.SetAction(async (result, cancellationToken) =>
        {
            double seconds = result.GetValue(blockTime);
            if (seconds is not (>= 0.05 and <= 600))
                throw new UserException($"--block-time is {seconds}; it must be between 0.05 and 600 seconds.");
            using ILoggerFactory loggers = Logging.Create(result.GetValue(CommonOptions.Debug) ? LogLevel.Debug : LogLevel.Warning);
            var chain = new LocalChain(new LocalChainOptions { BlockTime = TimeSpan.FromSeconds(seconds) });
            string? folder = result.GetValue(data)?.FullName;
            bool resumed = folder is not null && ChainNode.HasData(folder);
            if (!resumed)
                MakeGenesis(chain, result.GetRequiredValue(fund), result.GetValue(tempo));
            await using var node = new ChainNode(chain, new NodeOptions { Address = IPAddress.Loopback, Port = result.GetValue(port), DataFolder = folder }, loggers);
            try
            {
                await node.StartAsync(cancellationToken);
            }
            catch (IOException) when (result.GetValue(port) != 0)
            {
                throw new UserException($"Port {result.GetValue(port)} is taken, perhaps by another chain; choose one with --port, or 0 for a free one.");
            }

            Console.WriteLine(resumed
                ? $"chain at {node.Endpoint}, going on from block {chain.BlockNumber} in {folder}, a block every {seconds:0.##} s"
                : $"chain at {node.Endpoint}, subnet {Netuid}, a block every {seconds:0.##} s, an epoch every {result.GetValue(tempo)} blocks");
            Console.WriteLine($"funded: {string.Join(", ", DevAccounts.Names.Select(name => $"//{name}"))}. Their secrets are public: for development only.");
            try
            {
                await chain.RunAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                Console.WriteLine($"stopped at block {chain.BlockNumber}{(folder is null ? "; what was on the chain is gone (--data keeps it)" : $"; kept in {folder}")}");
            }

            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Funds the development accounts and the given ones, and makes the subnet, owned by Alice.</summary>
    private static void MakeGenesis(LocalChain chain, IEnumerable<string> funded, ushort tempo)
    {
        DevAccounts.Fund(chain, s_devFunds);
        foreach (string address in funded)
            chain.Fund(AddressArgument.Parse(address), s_devFunds);
        using Keypair owner = DevAccounts.Key("Alice");
        using Keypair ownerHotkey = Keypair.FromUri("//Alice//hot");
        chain.CreateSubnet(
            owner.AccountId,
            ownerHotkey.AccountId,
            new SubnetHyperparameters { Tempo = tempo, WeightsSetRateLimit = Math.Min((ulong)tempo, 100), Difficulty = DevDifficulty });
    }
}
