namespace Bittensor.Chain.Rpc;

/// <summary>What nodes say when they do not take an extrinsic into their pool (the codes of Substrate's author RPC).</summary>
internal static class PoolRefusal
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
            _ => "InvalidTransaction",
        };
        return new ChainException(name, $"{extrinsic.Call} of {extrinsic.Signer} was refused and is not on the chain: {refusal.Error}{(refusal.Details is null ? "" : $" ({refusal.Details})")}");
    }

    private static bool Says(RpcException refusal, params ReadOnlySpan<string> words)
    {
        foreach (string word in words)
            if ($"{refusal.Error} {refusal.Details}".Contains(word, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }
}
