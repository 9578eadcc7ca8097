using System.CommandLine;
using AudioSubnet.Cli.CommandLine;
using Bittensor.Chain;
using Bittensor.Chain.Rpc;
using Bittensor.Crypto;
using Bittensor.Wallets;

namespace AudioSubnet.Cli.Commands;

/// <summary>What a coldkey does on the chain: <c>balance</c>, <c>transfer</c>, <c>register</c>, <c>stake add|remove</c>.</summary>
internal static class AccountCommands
{
    public static IEnumerable<Command> Create() => [CreateBalance(), CreateTransfer(), CreateRegister(), CreateStake()];

    private static Command CreateBalance()
    {
        var wallet = new WalletOptions();
        var network = new NetworkOptions();
        var address = new Option<string?>("--address") { Description = "Any address, instead of the wallet's coldkey." };
        var command = new Command("balance", "Show the free balance of a coldkey.") { address };
        network.AddTo(command, withSubnet: false);
        wallet.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            AccountId account = result.GetValue(address) is { } given ? AddressArgument.Parse(given) : wallet.Get(result).ColdkeyPublic;
            await using SubtensorClient chain = network.Connect(result);
            Console.WriteLine($"{account}  {await chain.GetBalanceAsync(account, cancellationToken)}");
            return ExitCode.Success;
        });
        return command;
    }

    private static Command CreateTransfer()
    {
        var wallet = new WalletOptions();
        var network = new NetworkOptions();
        var to = new Option<string>("--to") { Description = "Address of the receiver.", Required = true };
        Option<decimal> amount = AmountOption();
        var command = new Command("transfer", "Send TAO from the wallet's coldkey to an address.") { to, amount };
        network.AddTo(command, withSubnet: false);
        wallet.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            (AccountId receiver, Balance value) = (AddressArgument.Parse(result.GetRequiredValue(to)), ParseAmount(result.GetValue(amount)));
            using Keypair coldkey = WalletKeys.Coldkey(wallet.Get(result));
            await using SubtensorClient chain = network.Connect(result);
            await chain.TransferAsync(coldkey, receiver, value, cancellationToken);
            Console.WriteLine($"sent {value} from {coldkey.Address} to {receiver}");
            return ExitCode.Success;
        });
        return command;
    }

    private static Command CreateRegister()
    {
        var wallet = new WalletOptions();
        var network = new NetworkOptions();
        var command = new Command("register", "Register the wallet's hotkey on a subnet; the coldkey pays the price.");
        network.AddTo(command);
        wallet.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            Wallet named = wallet.Get(result);
            ushort netuid = result.GetValue(network.Netuid);
            AccountId hotkey = named.HotkeyPublic;
            using Keypair coldkey = WalletKeys.Coldkey(named);
            await using SubtensorClient chain = network.Connect(result);
            ushort uid = await chain.RegisterAsync(netuid, coldkey, hotkey, cancellationToken);
            Console.WriteLine($"hotkey {hotkey} is uid {uid} on subnet {netuid}");
            return ExitCode.Success;
        });
        return command;
    }

    private static Command CreateStake() => new("stake", "Stake on the wallet's hotkey, or take stake back.")
    {
        CreateStakeChange("add", "Move free balance of the coldkey into stake on the hotkey.", (chain, netuid, coldkey, hotkey, value, cancel) =>
            chain.AddStakeAsync(netuid, coldkey, hotkey, value, cancel)),
        CreateStakeChange("remove", "Move stake from the hotkey back into free balance of the coldkey.", (chain, netuid, coldkey, hotkey, value, cancel) =>
            chain.RemoveStakeAsync(netuid, coldkey, hotkey, value, cancel)),
    };

    private static Command CreateStakeChange(
        string name, string description, Func<SubtensorClient, ushort, Keypair, AccountId, Balance, CancellationToken, Task> change)
    {
        var wallet = new WalletOptions();
        var network = new NetworkOptions();
        Option<decimal> amount = AmountOption();
        var command = new Command(name, description) { amount };
        network.AddTo(command);
        wallet.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            Wallet named = wallet.Get(result);
            Balance value = ParseAmount(result.GetValue(amount));
            AccountId hotkey = named.HotkeyPublic;
            using Keypair coldkey = WalletKeys.Coldkey(named);
            await using SubtensorClient chain = network.Connect(result);
            await change(chain, result.GetValue(network.Netuid), coldkey, hotkey, value, cancellationToken);
            Console.WriteLine($"stake {name}: {value}, hotkey {hotkey}, subnet {result.GetValue(network.Netuid)}");
            return ExitCode.Success;
        });
        return command;
    }

    private static Option<decimal> AmountOption() => new("--amount") { Description = "Amount in TAO.", Required = true };

    private static Balance ParseAmount(decimal tao) => tao is > 0 and < 21_000_001
        ? Balance.FromTao(tao)
        : throw new UserException($"--amount is {tao}; it must be above 0 and no more than the 21,000,000 TAO there can be.");
}
