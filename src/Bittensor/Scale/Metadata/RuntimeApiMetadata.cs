namespace Bittensor.Scale.Metadata;

/// <summary>A runtime API (from version 15 on).</summary>
/// <param name="Name">The API's name, for example <c>NeuronInfoRuntimeApi</c>.</param>
/// <param name="Methods">Its methods.</param>
/// <param name="Docs">Documentation, a string a line.</param>
public sealed record RuntimeApiMetadata(string Name, IReadOnlyList<RuntimeApiMethodMetadata> Methods, IReadOnlyList<string> Docs)
{
    /// <summary>The API's version; null before metadata version 16.</summary>
    public uint? Version { get; init; }
}
