namespace Bittensor.Chain;

/// <summary>The chain refused a call. <see cref="ErrorName"/> is the pallet's own name for the error, for example "SettingWeightsTooFast".</summary>
public sealed class ChainException(string errorName, string message) : Exception(message)
{
    /// <summary>Name of the error as in the runtime's metadata.</summary>
    public string ErrorName { get; } = errorName;
}
