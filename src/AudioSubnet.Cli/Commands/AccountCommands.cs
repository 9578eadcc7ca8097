using System.CommandLine;
using System.Text.Json.Serialization;
using AudioSubnet.Cli.CommandLine;
using Bittensor.Chain;
using Bittensor.Chain.Rpc;
using Bittensor.Crypto;
using Bittensor.Wallets;

namespace AudioSubnet.Cli.Commands;

/// <summary>What a coldkey holds and sends: <c>balance</c>, <c>transfer</c>.</summary>
internal static class AccountCommands
{
    public static IEnumerable<Command> Create() => [CreateBalance(), CreateTransfer()];

    private static Command CreateBalance()
    {
        var wallet = new WalletOptions();
        var network = new NetworkOptions();
        var address = new Option<string?>("--address") { Description = "Any address, instead of the wallet's coldkey." };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("balance", "Show the free balance of a coldkey.") { address, json };
        network.AddTo(command, withSubnet: false);
        wallet.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            AccountId account = result.GetValue(address) is { } given ? AddressArgument.Parse(given) : wallet.Get(result).ColdkeyPublic;
            await using SubtensorClient chain = await network.ConnectAsync(result, cancellationToken);
            Balance free = await chain.GetBalanceAsync(account, cancellationToken);
            Console.WriteLine(result.GetValue(json)
                ? JsonText.Of(new BalanceLine(account.ToString(), free.Tao), BalanceJsonContext.Default.BalanceLine)
                : $"{account}  {free}");
            return ExitCode.Success;
        });
        return command;
    }

    private static Command CreateTransfer()
    {
        var calls = new CallOptions();
        var to = new Option<string>("--to") { Description = "Address of the receiver.", Required = true };
        Option<decimal> amount = TaoAmount.Option("Amount in TAO.");
        var command = new Command("transfer", "Send TAO from the wallet's coldkey to an address.") { to, amount };
        calls.AddTo(command, withSubnet: false);
        command.SetAction(async (result, cancellationToken) =>
        {
            (AccountId receiver, Balance value) = (AddressArgument.Parse(result.GetRequiredValue(to)), TaoAmount.Parse(result.GetValue(amount), "--amount"));
            Wallet named = calls.Wallet.Get(result);
            AccountId sender = named.ColdkeyPublic;
            await using SubtensorClient chain = await calls.ConnectAsync(result, cancellationToken);
            calls.Confirm(result, $"Send {value} from {sender} (which has {await chain.GetBalanceAsync(sender, cancellationToken)}) to {receiver}?");
            using Keypair coldkey = WalletKeys.Coldkey(named);
            ExtrinsicReceipt receipt = await chain.SubmitAsync(
                SubtensorClient.Call("Balances", "transfer_keep_alive", receiver, value.Rao), coldkey, cancellationToken);
            calls.Report(result, $"sent {value} from {sender} to {receiver}", receipt);
            return ExitCode.Success;
        });
        return command;
    }
}

/// <summary>An account and its free balance in TAO.</summary>
internal sealed record BalanceLine(string Address, decimal Free);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(BalanceLine))]
internal sealed partial class BalanceJsonContext : JsonSerializerContext;
