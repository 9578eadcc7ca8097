namespace Bittensor.Scale.Metadata;

/// <summary>A method of a runtime API, called as <c>Api_method</c>.</summary>
/// <param name="Name">The method's name, for example <c>get_neurons_lite</c>.</param>
/// <param name="Inputs">Its parameters.</param>
/// <param name="Output">Type of its answer.</param>
/// <param name="Docs">Documentation, a string a line.</param>
public sealed record RuntimeApiMethodMetadata(
    string Name,
    IReadOnlyList<RuntimeApiParameter> Inputs,
    int Output,
    IReadOnlyList<string> Docs);
