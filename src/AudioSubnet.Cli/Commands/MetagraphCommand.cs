using System.CommandLine;
using System.Globalization;
using System.Text.Json.Serialization;
using AudioSubnet.Cli.CommandLine;
using Bittensor.Chain;
using Bittensor.Chain.Rpc;
using Spectre.Console;

namespace AudioSubnet.Cli.Commands;

/// <summary><c>audiosubnet metagraph</c>: everything that the chain keeps of a subnet's neurons.</summary>
internal static class MetagraphCommand
{
    public static Command Create()
    {
        var network = new NetworkOptions();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("metagraph", "Show the neurons of a subnet.") { json };
        network.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using SubtensorClient chain = await network.ConnectAsync(result, cancellationToken);
            Metagraph metagraph = await chain.GetMetagraphAsync(result.GetValue(network.Netuid), MetagraphParts.Stakes, blockHash: null, cancellationToken);
            NeuronLine[] lines = [.. metagraph.Neurons.Select(NeuronLine.Of)];
            if (result.GetValue(json))
                Console.WriteLine(JsonText.Of(lines, NeuronJsonContext.Default.NeuronLineArray));
            else
                WriteTable(metagraph, lines);
            return ExitCode.Success;
        });
        return command;
    }

    private static void WriteTable(Metagraph metagraph, IEnumerable<NeuronLine> lines)
    {
        Console.WriteLine($"subnet {metagraph.Netuid}, block {metagraph.Block}, {metagraph.Neurons.Count} neurons");
        Table table = Terminal.Table("uid", "stake", "alpha", "tao", "rank", "trust", "consensus", "incentive", "dividends", "vtrust", "emission", "permit", "updated", "axon", "hotkey");
        foreach (NeuronLine line in lines)
            table.AddRow(
                line.Uid.ToString(CultureInfo.InvariantCulture),
                Terminal.Number(line.Stake),
                line.AlphaStake is { } alpha ? Terminal.Number(alpha) : "",
                line.TaoStake is { } tao ? Terminal.Number(tao) : "",
                Terminal.Number(line.Rank),
                Terminal.Number(line.Trust),
                Terminal.Number(line.Consensus),
                Terminal.Number(line.Incentive),
                Terminal.Number(line.Dividends),
                Terminal.Number(line.ValidatorTrust),
                Terminal.Number(line.Emission),
                line.ValidatorPermit ? "yes" : "",
                line.LastUpdate == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{metagraph.Block - line.LastUpdate} ago"),
                line.Axon ?? "",
                $"{line.Hotkey[..8]}…");
        Terminal.Console.Write(table);
    }
}

/// <summary>A neuron for people and pipes; amounts in TAO or the subnet's alpha, shares 0…1.</summary>
internal sealed record NeuronLine(
    ushort Uid,
    string Hotkey,
    string Coldkey,
    decimal Stake,
    decimal? AlphaStake,
    decimal? TaoStake,
    decimal? StakeWeight,
    double Rank,
    double Trust,
    double Consensus,
    double Incentive,
    double Dividends,
    double ValidatorTrust,
    decimal Emission,
    bool ValidatorPermit,
    bool Active,
    ulong LastUpdate,
    ulong RegisteredAt,
    string? Axon)
{
    public static NeuronLine Of(NeuronInfo neuron) => new(
        neuron.Uid,
        neuron.Hotkey.ToString(),
        neuron.Coldkey.ToString(),
        neuron.Stake.Tao,
        neuron.AlphaStake?.Tao,
        neuron.TaoStake?.Tao,
        neuron.StakeWeight?.Tao,
        neuron.Rank,
        neuron.Trust,
        neuron.Consensus,
        neuron.Incentive,
        neuron.Dividends,
        neuron.ValidatorTrust,
        neuron.Emission.Tao,
        neuron.ValidatorPermit,
        neuron.Active,
        neuron.LastUpdate,
        neuron.RegisteredAt,
        neuron.Axon.IsServing ? $"{neuron.Axon.Address}:{neuron.Axon.Port}" : null);
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(NeuronLine[]))]
internal sealed partial class NeuronJsonContext : JsonSerializerContext;
