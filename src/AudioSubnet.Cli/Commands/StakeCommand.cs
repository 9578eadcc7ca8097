using System.CommandLine;
using System.Globalization;
using System.Text.Json.Serialization;
using AudioSubnet.Cli.CommandLine;
using Bittensor.Chain;
using Bittensor.Chain.Rpc;
using Bittensor.Crypto;
using Bittensor.Scale;
using Bittensor.Wallets;
using Spectre.Console;

namespace AudioSubnet.Cli.Commands;

/// <summary><c>audiosubnet stake list|add|remove</c></summary>
internal static class StakeCommand
{
    private const string Pallet = "SubtensorModule";

    public static Command Create() => new("stake", "Stake on the wallet's hotkey, take stake back, or list it.") { CreateList(), CreateAdd(), CreateRemove() };

    private static Command CreateList()
    {
        var wallet = new WalletOptions();
        var network = new NetworkOptions();
        var address = new Option<string?>("--address") { Description = "Address of any coldkey, instead of the wallet's." };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("list", "List what a coldkey has staked, by hotkey and subnet.") { address, json };
        network.AddTo(command, withSubnet: false);
        wallet.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            AccountId coldkey = result.GetValue(address) is { } given ? AddressArgument.Parse(given) : wallet.Get(result).ColdkeyPublic;
            await using SubtensorClient chain = await network.ConnectAsync(result, cancellationToken);
            ChainState state = await chain.AtAsync(null, cancellationToken);
            ScaleValue stakes = await state.CallAsync("StakeInfoRuntimeApi", "get_stake_info_for_coldkey", [coldkey], cancellationToken);
            StakeLine[] lines = [.. stakes.Items.Select(StakeLine.Of).Where(line => line.Stake > 0).OrderBy(line => line.Netuid).ThenByDescending(line => line.Stake)];
            if (result.GetValue(json))
                Console.WriteLine(JsonText.Of(lines, StakeJsonContext.Default.StakeLineArray));
            else if (lines.Length == 0)
                Console.WriteLine($"{coldkey} has no stake.");
            else
                WriteTable(lines);
            return ExitCode.Success;
        });
        return command;
    }

    private static Command CreateAdd()
    {
        Option<decimal> amount = TaoAmount.Option("Amount in TAO.");
        return CreateChange(
            new Command("add", "Move free balance of the coldkey into stake on the hotkey.") { amount },
            amount,
            (stake, value) => $"Stake {value} of coldkey {stake.Coldkey} on hotkey {stake.Hotkey} on subnet {stake.Netuid}",
            (stake, value) => SubtensorClient.Call(Pallet, "add_stake", Arguments(stake, ("amount_staked", value.Rao))),
            (stake, value, price, partial) => SubtensorClient.Call(
                Pallet, "add_stake_limit", Arguments(stake, ("amount_staked", value.Rao), ("limit_price", price.Rao), ("allow_partial", partial))),
            "Do not stake at a price above this, in TAO for one alpha.");
    }

    private static Command CreateRemove()
    {
        Option<decimal> amount = TaoAmount.Option("Amount of stake, in the subnet's alpha.");
        return CreateChange(
            new Command("remove", "Move stake from the hotkey back into free balance of the coldkey.") { amount },
            amount,
            (stake, value) => $"Take stake of {value.Tao} back from hotkey {stake.Hotkey} on subnet {stake.Netuid} to coldkey {stake.Coldkey}",
            (stake, value) => SubtensorClient.Call(Pallet, "remove_stake", Arguments(stake, ("amount_unstaked", value.Rao))),
            (stake, value, price, partial) => SubtensorClient.Call(
                Pallet, "remove_stake_limit", Arguments(stake, ("amount_unstaked", value.Rao), ("limit_price", price.Rao), ("allow_partial", partial))),
            "Do not sell at a price below this, in TAO for one alpha.");
    }

    private static Command CreateChange(
        Command command,
        Option<decimal> amount,
        Func<StakeTarget, Balance, string> describe,
        Func<StakeTarget, Balance, ChainCall> call,
        Func<StakeTarget, Balance, Balance, bool, ChainCall> limitedCall,
        string limitDescription)
    {
        var calls = new CallOptions();
        Option<decimal?> limit = TaoAmount.PriceOption("--limit-price", limitDescription);
        var partial = new Option<bool>("--allow-partial") { Description = "With --limit-price: do as much as the price allows instead of all or nothing." };
        command.Add(limit);
        command.Add(partial);
        calls.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            Wallet named = calls.Wallet.Get(result);
            Balance value = TaoAmount.Parse(result.GetValue(amount), "--amount");
            Balance? price = result.GetValue(limit) is { } given ? TaoAmount.Parse(given, "--limit-price") : null;
            if (price is null && result.GetValue(partial))
                throw new UserException("--allow-partial goes with --limit-price.");
            var stake = new StakeTarget(result.GetValue(calls.Network.Netuid), named.ColdkeyPublic, named.HotkeyPublic);
            await using SubtensorClient chain = await calls.ConnectAsync(result, cancellationToken);
            calls.Confirm(result, $"{describe(stake, value)}?");
            using Keypair coldkey = WalletKeys.Coldkey(named);
            ChainCall made = price is { } bound ? limitedCall(stake, value, bound, result.GetValue(partial)) : call(stake, value);
            ExtrinsicReceipt receipt = await chain.SubmitAsync(made, coldkey, cancellationToken);
            calls.Report(result, $"stake {command.Name}: {value.Tao}, hotkey {stake.Hotkey}, subnet {stake.Netuid}", receipt, stake.Netuid);
            return ExitCode.Success;
        });
        return command;
    }

    private static ScaleValue Arguments(StakeTarget stake, params IEnumerable<(string Name, object? Value)> more) =>
        ScaleValue.Struct([("hotkey", stake.Hotkey), ("netuid", stake.Netuid), .. more]);

    private static void WriteTable(IEnumerable<StakeLine> lines)
    {
        Table table = Terminal.Table("subnet", "hotkey", "stake", "emission", "registered");
        foreach (StakeLine line in lines)
            table.AddRow(
                line.Netuid.ToString(CultureInfo.InvariantCulture), line.Hotkey, Terminal.Number(line.Stake), Terminal.Number(line.Emission), line.Registered ? "yes" : "");
        Terminal.Console.Write(table);
    }

    private sealed record StakeTarget(ushort Netuid, AccountId Coldkey, AccountId Hotkey);
}

/// <summary>Stake of a coldkey on a hotkey, in the subnet's alpha.</summary>
internal sealed record StakeLine(ushort Netuid, string Hotkey, string Coldkey, decimal Stake, decimal Emission, bool Registered)
{
    public static StakeLine Of(ScaleValue stake) => new(
        stake["netuid"].AsUInt16(),
        stake["hotkey"].AsAccountId().ToString(),
        stake["coldkey"].AsAccountId().ToString(),
        new Balance(stake["stake"].AsUInt64()).Tao,
        new Balance(stake["emission"].AsUInt64()).Tao,
        stake["is_registered"].AsBool());
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(StakeLine[]))]
internal sealed partial class StakeJsonContext : JsonSerializerContext;
