using System.CommandLine;
using AudioSubnet.Cli.CommandLine;
using Bittensor.Chain;
using Bittensor.Chain.Rpc;
using Bittensor.Crypto;
using Bittensor.Wallets;

namespace AudioSubnet.Cli.Commands;

/// <summary><c>audiosubnet register</c>: a uid on a subnet for the wallet's hotkey.</summary>
internal static class RegisterCommand
{
    public static Command Create()
    {
        var calls = new CallOptions();
        var work = new Option<bool>("--pow") { Description = "Register by proof of work instead of paying; the hotkey signs." };
        var threads = new Option<int?>("--pow.threads") { Description = "Threads that search for the proof (default: one for each processor)." };
        var command = new Command("register", "Register the wallet's hotkey on a subnet; the coldkey pays the price.") { work, threads };
        calls.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            Wallet named = calls.Wallet.Get(result);
            ushort netuid = result.GetValue(calls.Network.Netuid);
            (AccountId hotkey, AccountId owner) = (named.HotkeyPublic, named.ColdkeyPublic);
            await using SubtensorClient chain = await calls.ConnectAsync(result, cancellationToken);
            if (await chain.FindUidAsync(netuid, hotkey, blockHash: null, cancellationToken) is { } known)
            {
                calls.Report(result, $"hotkey {hotkey} is uid {known} on subnet {netuid} already; nothing was sent", null, netuid, known);
                return ExitCode.Success;
            }

            SubnetHyperparameters rules = await chain.GetHyperparametersAsync(netuid, cancellationToken);
            if (result.GetValue(work))
            {
                if (!rules.PowRegistrationAllowed)
                    throw new UserException($"Subnet {netuid} takes no registrations by proof of work. Without --pow one costs {rules.BurnCost}.");
                calls.Confirm(result, $"Register hotkey {hotkey} of coldkey {owner} on subnet {netuid} by a proof of work of {rules.Difficulty:#,0} hashes?");
                using Keypair signer = WalletKeys.Hotkey(named);
                ushort worked = await chain.RegisterByWorkAsync(netuid, signer, owner, result.GetValue(threads), cancellationToken);
                calls.Report(result, $"hotkey {hotkey} is uid {worked} on subnet {netuid}", null, netuid, worked);
                return ExitCode.Success;
            }

            calls.Confirm(
                result, $"Register hotkey {hotkey} on subnet {netuid} for {rules.BurnCost} from coldkey {owner} (which has {await chain.GetBalanceAsync(owner, cancellationToken)})?");
            using Keypair coldkey = WalletKeys.Coldkey(named);
            ExtrinsicReceipt receipt = await chain.SubmitAsync(SubtensorClient.Call("SubtensorModule", "burned_register", netuid, hotkey), coldkey, cancellationToken);
            ushort uid = await chain.FindUidAsync(netuid, hotkey, receipt.BlockHash, cancellationToken)
                ?? throw new UserException($"Block {receipt.BlockNumber} registered hotkey {hotkey} on subnet {netuid}, and another registration took the place in the same block. Try again.");
            calls.Report(result, $"hotkey {hotkey} is uid {uid} on subnet {netuid}", receipt, netuid, uid);
            return ExitCode.Success;
        });
        return command;
    }
}
