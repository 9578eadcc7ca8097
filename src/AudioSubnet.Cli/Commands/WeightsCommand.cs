using System.CommandLine;
using System.Globalization;
using System.Text.Json.Serialization;
using AudioSubnet.Cli.CommandLine;
using Bittensor.Chain.Rpc;
using Spectre.Console;

namespace AudioSubnet.Cli.Commands;

/// <summary><c>audiosubnet weights show</c></summary>
internal static class WeightsCommand
{
    public static Command Create() => new("weights", "Look at the weights that validators have set.") { CreateShow() };

    private static Command CreateShow()
    {
        var network = new NetworkOptions();
        var uid = new Option<ushort?>("--uid") { Description = "One validator alone." };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("show", "Show who has set which weights on a subnet.") { uid, json };
        network.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            ushort netuid = result.GetValue(network.Netuid);
            await using SubtensorClient chain = await network.ConnectAsync(result, cancellationToken);
            WeightsLine[] lines = result.GetValue(uid) is { } one
                ? [WeightsLine.Of(one, (await chain.GetWeightsAsync(netuid, one, cancellationToken)).Select(weight => (weight.Uid, weight.Weight)))]
                : [.. (await AllAsync(chain, netuid, cancellationToken)).OrderBy(line => line.Uid)];
            lines = [.. lines.Where(line => line.Weights.Count > 0)];
            if (result.GetValue(json))
                Console.WriteLine(JsonText.Of(lines, WeightsJsonContext.Default.WeightsLineArray));
            else if (lines.Length == 0)
                Console.WriteLine(result.GetValue(uid) is { } silent ? $"uid {silent} has set no weights on subnet {netuid}." : $"Nobody has set weights on subnet {netuid}.");
            else
                WriteTable(lines);
            return ExitCode.Success;
        });
        return command;
    }

    private static async Task<IEnumerable<WeightsLine>> AllAsync(SubtensorClient chain, ushort netuid, CancellationToken cancellationToken)
    {
        await chain.GetHyperparametersAsync(netuid, cancellationToken); // says so if there is no such subnet
        ChainState state = await chain.AtAsync(null, cancellationToken);
        IReadOnlyList<StorageItem> items = await state.GetAllAsync("SubtensorModule", "Weights", [netuid], cancellationToken);
        return items.Select(item => WeightsLine.Of(
            item.Keys[1]!.AsUInt16(), item.Value.Items.Select(weight => (weight[0].AsUInt16(), weight[1].AsUInt16()))));
    }

    private static void WriteTable(IEnumerable<WeightsLine> lines)
    {
        Table table = Terminal.Table("validator", "miner", "weight", "share");
        foreach (WeightsLine line in lines)
            foreach (WeightLine weight in line.Weights)
                table.AddRow(
                    line.Uid.ToString(CultureInfo.InvariantCulture),
                    weight.Uid.ToString(CultureInfo.InvariantCulture),
                    weight.Weight.ToString(CultureInfo.InvariantCulture),
                    Terminal.Number(weight.Share));
        Terminal.Console.Write(table);
    }
}

/// <summary>The weights of one validator.</summary>
internal sealed record WeightsLine(ushort Uid, IReadOnlyList<WeightLine> Weights)
{
    public static WeightsLine Of(ushort uid, IEnumerable<(ushort Uid, ushort Weight)> weights)
    {
        var given = weights.ToArray();
        double sum = Math.Max(1, given.Sum(weight => (double)weight.Weight));
        return new WeightsLine(uid, [.. given.Select(weight => new WeightLine(weight.Uid, weight.Weight, weight.Weight / sum))]);
    }
}

/// <summary>A weight: as the chain has it, 0…65535, and as a share of all that the validator gave, 0…1.</summary>
internal sealed record WeightLine(ushort Uid, ushort Weight, double Share);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(WeightsLine[]))]
internal sealed partial class WeightsJsonContext : JsonSerializerContext;
