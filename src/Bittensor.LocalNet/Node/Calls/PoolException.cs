namespace Bittensor.LocalNet.Node.Calls;

/// <summary>An extrinsic was not taken into the pool; code and texts are those of Substrate's author RPC.</summary>
internal sealed class PoolException(int code, string message, string reason) : Exception($"{message}: {reason}")
{
    public int Code { get; } = code;

    public string Title { get; } = message;

    public string Reason { get; } = reason;

    public static PoolException Unreadable(string reason) => new(1001, "Extrinsic has invalid format", reason);

    public static PoolException Invalid(string reason) => new(1010, "Invalid Transaction", reason);

    public static PoolException BadSignature() => Invalid("Transaction has a bad signature");

    public static PoolException Stale() => Invalid("Transaction is outdated");

    public static PoolException CannotPay() => Invalid("Inability to pay some fees (e.g. account balance too low)");

    public static PoolException AncientBirth() => Invalid("Transaction has an ancient birth block");

    public static PoolException UnexpectedCall() => Invalid("Transaction call is not expected");

    public static PoolException Unsigned() =>
        new(1011, "Unknown Transaction Validity", "Could not find an unsigned validator for the unsigned transaction");

    public static PoolException AlreadyImported(string hash) => new(1013, "Transaction is already imported", hash);

    public static PoolException TooLowPriority() => new(
        1014, "Priority is too low", "The transaction has too low priority to replace another transaction already in the pool.");

    public static PoolException Full() => new(
        1016, "Immediately Dropped", "The transaction couldn't enter the pool because of the limit");
}
