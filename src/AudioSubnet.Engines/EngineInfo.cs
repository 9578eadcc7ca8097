namespace AudioSubnet.Engines;

/// <summary>An engine of the catalog.</summary>
/// <param name="Name">Name as in <c>--model</c>. A name that ends in <c>/&lt;voice&gt;</c> stands for one engine a voice.</param>
/// <param name="Kind">What it makes.</param>
/// <param name="License">Licence of what makes the sound (library, voice, soundfont).</param>
/// <param name="Description">One line for a list.</param>
public sealed record EngineInfo(string Name, EngineKind Kind, string License, string Description)
{
    /// <summary>False if the terms of what makes the sound forbid commercial use.</summary>
    public bool IsPermissive { get; init; } = true;

    /// <summary>What it needs of this machine, in order.</summary>
    public IReadOnlyList<EngineRequirement> Requirements { get; init; } = [];

    /// <summary>The first requirement that this machine does not meet; null if the engine can be used. Looks at the machine at each call.</summary>
    public EngineRequirement? FindMissing() => Requirements.FirstOrDefault(requirement => !requirement.IsMet());
}
