namespace Bittensor.Scale.Metadata;

/// <summary>Why a call failed, by the names of the metadata.</summary>
/// <param name="Pallet">The pallet whose error it is, or the group ("Token", "Arithmetic"); null for errors of no group, for example
/// BadOrigin.</param>
/// <param name="Name">The error's name, for example <c>SettingWeightsTooFast</c>.</param>
/// <param name="Docs">What the runtime's authors say about it; empty if nothing.</param>
public sealed record DispatchError(string? Pallet, string Name, string Docs)
{
    /// <summary><c>SubtensorModule.SettingWeightsTooFast: …</c></summary>
    public override string ToString() => (Pallet is null ? Name : $"{Pallet}.{Name}") + (Docs.Length == 0 ? "" : $": {Docs}");
}
