namespace Bittensor.Scale.Metadata;

/// <summary>A parameter of a runtime API's method.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Type">Id of its type.</param>
public sealed record RuntimeApiParameter(string Name, int Type);
