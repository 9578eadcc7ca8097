namespace Bittensor.Scale.Metadata;

/// <summary>A generic parameter of a type.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Type">Id of the type it stands for; null if the registry does not say.</param>
public sealed record TypeParameter(string Name, int? Type);
