namespace Bittensor.Scale.Metadata;

/// <summary>The runtime has nothing of that name. Runtimes differ: names come and go between versions.</summary>
/// <param name="kind">What was looked for: "pallet", "call of SubtensorModule".</param>
/// <param name="name">The name.</param>
/// <param name="known">The names that there are; those that resemble it are told.</param>
public sealed class MetadataNameException(string kind, string name, IEnumerable<string> known)
    : KeyNotFoundException(Describe(kind, name, known))
{
    /// <summary>The name that was not found.</summary>
    public string Name { get; } = name;

    private static string Describe(string kind, string name, IEnumerable<string> known)
    {
        string wanted = Simplify(name);
        string[] similar = [.. known.Where(other => Resemble(Simplify(other), wanted)).Take(8)];
        return $"This runtime has no {kind} named '{name}'." + (similar.Length == 0 ? "" : $" Similar: {string.Join(", ", similar)}.");
    }

    private static bool Resemble(string one, string other) =>
        one.Contains(other, StringComparison.Ordinal) || other.Contains(one, StringComparison.Ordinal);

    private static string Simplify(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
}
