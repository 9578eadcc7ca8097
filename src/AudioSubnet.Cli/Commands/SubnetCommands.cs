using System.CommandLine;
using System.Globalization;
using System.Text.Json.Serialization;
using AudioSubnet.Cli.CommandLine;
using Bittensor.Chain;
using Bittensor.Chain.Rpc;
using Spectre.Console;

namespace AudioSubnet.Cli.Commands;

/// <summary>What the chain says of a subnet: <c>metagraph</c>, <c>hyperparameters</c>, <c>weights</c>.</summary>
internal static class SubnetCommands
{
    public static IEnumerable<Command> Create() => [CreateMetagraph(), CreateHyperparameters(), CreateWeights()];

    private static Command CreateMetagraph()
    {
        var network = new NetworkOptions();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("metagraph", "Show the neurons of a subnet.") { json };
        network.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using SubtensorClient chain = network.Connect(result);
            Metagraph metagraph = await chain.GetMetagraphAsync(result.GetValue(network.Netuid), cancellationToken);
            NeuronLine[] lines = [.. metagraph.Neurons.Select(NeuronLine.Of)];
            if (result.GetValue(json))
                Console.WriteLine(JsonText.Of(lines, SubnetJsonContext.Default.NeuronLineArray));
            else
                WriteTable(metagraph, lines);
            return ExitCode.Success;
        });
        return command;
    }

    private static Command CreateHyperparameters()
    {
        var network = new NetworkOptions();
        var command = new Command("hyperparameters", "Show the rules of a subnet as JSON.");
        network.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using SubtensorClient chain = network.Connect(result);
            SubnetHyperparameters rules = await chain.GetHyperparametersAsync(result.GetValue(network.Netuid), cancellationToken);
            Console.WriteLine(JsonText.Of(rules, SubnetJsonContext.Default.SubnetHyperparameters));
            return ExitCode.Success;
        });
        return command;
    }

    private static Command CreateWeights()
    {
        var network = new NetworkOptions();
        var uid = new Option<ushort>("--uid") { Description = "The validator whose weights to show.", Required = true };
        var command = new Command("weights", "Show the weights that a validator has set.") { uid };
        network.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using SubtensorClient chain = network.Connect(result);
            IReadOnlyList<UidWeight> weights = await chain.GetWeightsAsync(result.GetValue(network.Netuid), result.GetValue(uid), cancellationToken);
            double sum = Math.Max(1, weights.Sum(weight => (double)weight.Weight));
            if (weights.Count == 0)
                Console.WriteLine($"uid {result.GetValue(uid)} has set no weights on subnet {result.GetValue(network.Netuid)}");
            foreach (UidWeight weight in weights)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{weight.Uid,5}  {weight.Weight,5}  {weight.Weight / sum:0.0000}"));
            return ExitCode.Success;
        });
        return command;
    }

    private static void WriteTable(Metagraph metagraph, IEnumerable<NeuronLine> lines)
    {
        Console.WriteLine($"subnet {metagraph.Netuid}, block {metagraph.Block}");
        var table = new Table().Border(TableBorder.Simple);
        foreach (string name in new[] { "uid", "hotkey", "stake", "consensus", "incentive", "dividends", "vtrust", "emission", "permit", "updated", "axon" })
            table.AddColumn(new TableColumn(name).NoWrap());
        foreach (NeuronLine line in lines)
            table.AddRow(
                line.Uid.ToString(CultureInfo.InvariantCulture),
                $"{line.Hotkey[..8]}…",
                Number(line.Stake),
                Number(line.Consensus),
                Number(line.Incentive),
                Number(line.Dividends),
                Number(line.ValidatorTrust),
                Number(line.Emission),
                line.ValidatorPermit ? "yes" : "",
                line.LastUpdate.ToString(CultureInfo.InvariantCulture),
                line.Axon ?? "");
        Terminal.Console.Write(table);

        static string Number(IFormattable value) => value.ToString("0.####", CultureInfo.InvariantCulture);
    }
}

/// <summary>A neuron for people and pipes; amounts in TAO, shares 0…1.</summary>
internal sealed record NeuronLine(
    ushort Uid,
    string Hotkey,
    string Coldkey,
    decimal Stake,
    double Consensus,
    double Incentive,
    double Dividends,
    double ValidatorTrust,
    decimal Emission,
    bool ValidatorPermit,
    bool Active,
    ulong LastUpdate,
    string? Axon)
{
    public static NeuronLine Of(NeuronInfo neuron) => new(
        neuron.Uid,
        neuron.Hotkey.ToString(),
        neuron.Coldkey.ToString(),
        neuron.Stake.Tao,
        neuron.Consensus,
        neuron.Incentive,
        neuron.Dividends,
        neuron.ValidatorTrust,
        neuron.Emission.Tao,
        neuron.ValidatorPermit,
        neuron.Active,
        neuron.LastUpdate,
        neuron.Axon.IsServing ? $"{neuron.Axon.Address}:{neuron.Axon.Port}" : null);
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(NeuronLine[]))]
[JsonSerializable(typeof(SubnetHyperparameters))]
internal sealed partial class SubnetJsonContext : JsonSerializerContext;
