namespace Bittensor.Scale.Metadata;

/// <summary>The enums over all pallets (from version 15 on).</summary>
/// <param name="Call">Type of <c>RuntimeCall</c>.</param>
/// <param name="Event">Type of <c>RuntimeEvent</c>.</param>
/// <param name="Error">Type of <c>RuntimeError</c>.</param>
public sealed record OuterTypes(int Call, int Event, int Error);
