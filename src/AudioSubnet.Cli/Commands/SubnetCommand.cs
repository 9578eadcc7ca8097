using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using AudioSubnet.Cli.CommandLine;
using Bittensor.Chain;
using Bittensor.Chain.Rpc;
using Bittensor.Crypto;
using Bittensor.Wallets;
using Spectre.Console;

namespace AudioSubnet.Cli.Commands;

/// <summary><c>audiosubnet subnet list|show|create|hyperparameters</c></summary>
internal static class SubnetCommand
{
    public static Command Create() => new("subnet", "List subnets, look at one, or make one.") { CreateList(), CreateShow(), CreateCreate(), CreateHyperparameters() };

    private static Command CreateList()
    {
        var network = new NetworkOptions();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("list", "List the subnets of the chain.") { json };
        network.AddTo(command, withSubnet: false);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using SubtensorClient chain = await network.ConnectAsync(result, cancellationToken);
            SubnetLine[] lines = await SubnetQuery.AllAsync(await chain.AtAsync(null, cancellationToken), cancellationToken);
            if (result.GetValue(json))
                Console.WriteLine(JsonText.Of(lines, SubnetJsonContext.Default.SubnetLineArray));
            else
                WriteTable(lines);
            return ExitCode.Success;
        });
        return command;
    }

    private static Command CreateShow()
    {
        var network = new NetworkOptions();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("show", "Show one subnet.") { json };
        network.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            ushort netuid = result.GetValue(network.Netuid);
            await using SubtensorClient chain = await network.ConnectAsync(result, cancellationToken);
            Metagraph metagraph = await chain.GetMetagraphAsync(netuid, cancellationToken);
            ChainState state = await chain.AtAsync(null, cancellationToken);
            SubnetLine line = await SubnetQuery.OneAsync(state, netuid, cancellationToken);
            var details = new SubnetDetails(
                metagraph.Block,
                await SubnetQuery.NextEpochAsync(state, netuid, cancellationToken),
                line,
                metagraph.Neurons.Count(neuron => neuron.ValidatorPermit),
                metagraph.Neurons.Count(neuron => neuron.Axon.IsServing),
                metagraph.Neurons.Sum(neuron => neuron.Stake.Tao),
                metagraph.Neurons.Sum(neuron => neuron.Emission.Tao));
            WriteFields(details, SubnetJsonContext.Default.SubnetDetails, result.GetValue(json));
            return ExitCode.Success;
        });
        return command;
    }

    private static Command CreateCreate()
    {
        var calls = new CallOptions();
        var command = new Command("create", "Make a subnet; the coldkey pays the price and owns it, the hotkey gets its first uid.");
        calls.AddTo(command, withSubnet: false);
        command.SetAction(async (result, cancellationToken) =>
        {
            Wallet named = calls.Wallet.Get(result);
            (AccountId hotkey, AccountId owner) = (named.HotkeyPublic, named.ColdkeyPublic);
            await using SubtensorClient chain = await calls.ConnectAsync(result, cancellationToken);
            Balance? price = await SubnetQuery.PriceOfNewAsync(await chain.AtAsync(null, cancellationToken), cancellationToken);
            calls.Confirm(
                result, $"Make a subnet for {price?.ToString() ?? "its price"} from coldkey {owner} (which has {await chain.GetBalanceAsync(owner, cancellationToken)}), with hotkey {hotkey}?");
            using Keypair coldkey = WalletKeys.Coldkey(named);
            ushort netuid = await chain.RegisterNetworkAsync(coldkey, hotkey, cancellationToken);
            calls.Report(result, $"subnet {netuid} belongs to coldkey {owner}", null, netuid, uid: 0);
            return ExitCode.Success;
        });
        return command;
    }

    private static Command CreateHyperparameters()
    {
        var network = new NetworkOptions();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("hyperparameters", "Show the rules of a subnet.") { json };
        network.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using SubtensorClient chain = await network.ConnectAsync(result, cancellationToken);
            SubnetHyperparameters rules = await chain.GetHyperparametersAsync(result.GetValue(network.Netuid), cancellationToken);
            WriteFields(rules, SubnetJsonContext.Default.SubnetHyperparameters, result.GetValue(json));
            return ExitCode.Success;
        });
        return command;
    }

    private static void WriteTable(IEnumerable<SubnetLine> lines)
    {
        Table table = Terminal.Table("netuid", "name", "symbol", "price", "neurons", "tempo", "registration", "open", "commit-reveal", "owner");
        foreach (SubnetLine line in lines)
            table.AddRow(
                line.Netuid.ToString(CultureInfo.InvariantCulture),
                Markup.Escape(line.Name ?? ""),
                Markup.Escape(line.Symbol ?? ""),
                line.Price is { } price ? Terminal.Number(price) : "",
                $"{line.Neurons}/{line.MaxNeurons}",
                line.Tempo.ToString(CultureInfo.InvariantCulture),
                Terminal.Number(line.RegistrationCost),
                line.RegistrationAllowed ? "yes" : "",
                line.CommitReveal ? "yes" : "",
                $"{line.Owner[..8]}…");
        Terminal.Console.Write(table);
    }

    /// <summary>A record as JSON, or a line for each of its fields under the same names.</summary>
    private static void WriteFields<T>(T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, bool json)
    {
        string text = JsonText.Of(value, type);
        if (json)
        {
            Console.WriteLine(text);
            return;
        }

        using JsonDocument document = JsonDocument.Parse(text);
        Write(document.RootElement);

        static void Write(JsonElement fields)
        {
            foreach (JsonProperty field in fields.EnumerateObject())
                if (field.Value.ValueKind == JsonValueKind.Object && !field.Value.TryGetProperty("tao", out _))
                    Write(field.Value);
                else
                    Console.WriteLine($"{field.Name,-30} {Text(field.Value)}");
        }

        static string Text(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.Object => $"τ{value.GetProperty("tao")}",
            JsonValueKind.True => "yes",
            JsonValueKind.False => "no",
            _ => value.ToString(),
        };
    }
}

/// <summary>A subnet in a few words; the price of its alpha and the cost of a registration in TAO.</summary>
internal sealed record SubnetLine(
    ushort Netuid,
    string? Name,
    string? Symbol,
    decimal? Price,
    string Owner,
    ulong RegisteredAt,
    int Neurons,
    int MaxNeurons,
    int Tempo,
    decimal RegistrationCost,
    bool RegistrationAllowed,
    bool CommitReveal);

/// <summary>A subnet with the sums over its neurons; stake and emission (of the last epoch) in the subnet's alpha.</summary>
internal sealed record SubnetDetails(ulong Block, ulong? NextEpochBlock, SubnetLine Subnet, int ValidatorPermits, int ServingAxons, decimal Stake, decimal Emission);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SubnetLine[]))]
[JsonSerializable(typeof(SubnetDetails))]
[JsonSerializable(typeof(SubnetHyperparameters))]
internal sealed partial class SubnetJsonContext : JsonSerializerContext;
