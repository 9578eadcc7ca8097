namespace Bittensor.Scale.Metadata;

/// <summary>A call by names.</summary>
/// <param name="Pallet">The pallet's name.</param>
/// <param name="Call">The call's name.</param>
/// <param name="Arguments">The arguments by name; <see cref="ScaleNull"/> if there are none.</param>
public sealed record DecodedCall(string Pallet, string Call, ScaleValue Arguments)
{
    /// <summary>Reads a value of the type <c>RuntimeCall</c>; null if it has another shape.</summary>
    public static DecodedCall? From(ScaleValue value) => value is ScaleVariant { Value: ScaleVariant call } pallet
        ? new DecodedCall(pallet.Name, call.Name, call.Value)
        : null;

    /// <summary>The call as the value that its type encodes.</summary>
    public ScaleValue ToValue() => new ScaleVariant(Pallet, new ScaleVariant(Call, Arguments));
}
