using System.Globalization;
using System.Text.RegularExpressions;

namespace Bittensor.Chain.Rpc;

/// <summary>What nodes say when they do not take an extrinsic into their pool (the codes of Substrate's author RPC).</summary>
internal static partial class PoolRefusal
{
    private const int InvalidTransaction = 1010;
    private const int AlreadyImported = 1013;
    private const int TooLowPriority = 1014;

    /// <summary>True if another extrinsic of the account has the nonce.</summary>
    public static bool IsNonceTaken(RpcException refusal) =>
        refusal.Code == TooLowPriority || (refusal.Code == InvalidTransaction && Says(refusal, "outdated", "stale"));

    /// <summary>True if the node has this very extrinsic.</summary>
    public static bool IsKnown(RpcException refusal) => refusal.Code == AlreadyImported;

    /// <summary>The refusal under the names of Substrate's <c>InvalidTransaction</c>.</summary>
    public static ChainException ToException(RpcException refusal, SignedExtrinsic extrinsic)
    {
        string name = refusal.Code switch
        {
            TooLowPriority => "TooLowPriority",
            InvalidTransaction when Says(refusal, "bad signature", "badProof") => "BadProof",
            InvalidTransaction when Says(refusal, "pay some fees", "payment") => "CannotPayFees",
            InvalidTransaction when Says(refusal, "outdated", "stale") => "Stale",
            InvalidTransaction when Says(refusal, "ancient birth", "ancientBirthBlock") => "AncientBirthBlock",
            InvalidTransaction => CustomError(refusal) ?? "InvalidTransaction",
            _ => "InvalidTransaction",
        };
        string reason = refusal.Details is null ? refusal.Error : $"{refusal.Error} ({refusal.Details})";
        return new ChainException(name, $"{extrinsic.Call} of {extrinsic.Signer} was refused and is not on the chain: {reason}");
    }

    /// <summary>Subtensor checks some calls before they enter the pool; nodes then say "Custom error: 6".</summary>
    /// <remarks>The numbers are those of <c>CustomTransactionError</c> in subtensor's common/src/transaction_error.rs. No metadata names
    /// them.</remarks>
    private static string? CustomError(RpcException refusal)
    {
        Match match = CustomErrorNumber().Match($"{refusal.Error} {refusal.Details}");
        if (!match.Success || !int.TryParse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture, out int number))
            return null;
        return number < CustomErrors.Length ? CustomErrors[number] : $"CustomError{number}";
    }

    private static readonly string[] CustomErrors =
    [
        "ColdkeyInSwapSchedule", "StakeAmountTooLow", "BalanceTooLow", "SubnetNotExists", "HotkeyAccountDoesntExist", "NotEnoughStakeToWithdraw",
        "RateLimitExceeded", "InsufficientLiquidity", "SlippageTooHigh", "TransferDisallowed", "HotKeyNotRegisteredInNetwork", "InvalidIpAddress",
        "ServingRateLimitExceeded", "InvalidPort", "ZeroMaxAmount", "InvalidRevealRound", "CommitNotFound", "CommitBlockNotInRevealRange",
        "InputLengthsUnequal", "UidNotFound", "EvmKeyAssociateRateLimitExceeded", "ColdkeySwapDisputed", "InvalidRealAccount",
        "FailedShieldedTxParsing", "InvalidShieldedTxPubKeyHash", "NonAssociatedColdKey", "DelegateTakeTooLow", "DelegateTakeTooHigh",
    ];

    [GeneratedRegex(
        """custom("?:| error:) ?(?<number>\d{1,3})""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 100)]
    private static partial Regex CustomErrorNumber();

    private static bool Says(RpcException refusal, params ReadOnlySpan<string> words)
    {
        foreach (string word in words)
            if ($"{refusal.Error} {refusal.Details}".Contains(word, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }
}
