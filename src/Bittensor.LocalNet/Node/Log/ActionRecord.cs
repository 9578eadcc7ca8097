using Bittensor.Chain;
using Bittensor.Crypto;

namespace Bittensor.LocalNet.Node.Log;

/// <summary>A <see cref="ChainAction"/> as the log writes it: an amount for a funded account, two accounts for a new subnet, a netuid for
/// changed rules.</summary>
internal sealed record ActionRecord
{
    public string? Account { get; init; }

    public ulong Amount { get; init; }

    public string? Hotkey { get; init; }

    public ushort? Netuid { get; init; }

    public SubnetHyperparameters? Rules { get; init; }

    public static ActionRecord From(ChainAction action) => action switch
    {
        ChainAction.Fund fund => new ActionRecord { Account = fund.Account.ToString(), Amount = fund.Amount.Rao },
        ChainAction.CreateSubnet subnet => new ActionRecord
        {
            Account = subnet.Coldkey.ToString(),
            Hotkey = subnet.Hotkey.ToString(),
            Rules = subnet.Rules,
        },
        ChainAction.SetRules rules => new ActionRecord { Netuid = rules.Netuid, Rules = rules.Rules },
        _ => throw new NotSupportedException(action.GetType().Name),
    };

    public ChainAction ToAction() => this switch
    {
        { Netuid: ushort netuid, Rules: not null } => new ChainAction.SetRules(netuid, Rules),
        { Account: not null, Hotkey: not null, Rules: not null } =>
            new ChainAction.CreateSubnet(AccountId.Parse(Account), AccountId.Parse(Hotkey), Rules),
        { Account: not null } => new ChainAction.Fund(AccountId.Parse(Account), new Balance(Amount)),
        _ => throw new InvalidDataException("An action in the chain's log names neither account nor subnet."),
    };
}
