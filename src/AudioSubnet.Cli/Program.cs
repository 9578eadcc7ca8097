using System.CommandLine;
using AudioSubnet.Cli.CommandLine;
using AudioSubnet.Cli.Commands;

namespace AudioSubnet.Cli;

/// <summary>The <c>audiosubnet</c> program.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        var root = new AudioSubnetCommand();
        root.Add(LocalnetCommand.Create());
        root.Add(MinerCommand.Create());
        root.Add(ValidatorCommand.Create());
        root.Add(SpeakCommand.Create());
        root.Add(CloneCommand.Create());
        root.Add(ComposeCommand.Create());
        root.Add(EvaluateCommand.Create());
        root.Add(EnginesCommand.Create());
        root.Add(ModelsCommand.Create());
        root.Add(WalletCommand.Create());
        root.Add(ChainCommand.Create());
        foreach (Command command in AccountCommands.Create())
            root.Add(command);
        root.Add(RegisterCommand.Create());
        root.Add(StakeCommand.Create());
        root.Add(SubnetCommand.Create());
        root.Add(MetagraphCommand.Create());
        root.Add(WeightsCommand.Create());
        return await root.RunAsync(arguments);
    }
}
