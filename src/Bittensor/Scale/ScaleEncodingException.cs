namespace Bittensor.Scale;

/// <summary>A .NET value that its SCALE type cannot hold.</summary>
/// <param name="path">The value's place, for example <c>SubtensorModule.set_weights dests[3]</c>.</param>
/// <param name="problem">What is wrong with it.</param>
public sealed class ScaleEncodingException(string path, string problem)
    : ArgumentException(path.Length == 0 ? problem : $"{path}: {problem}")
{
    /// <summary>The value's place, for example <c>SubtensorModule.set_weights dests[3]</c>; empty for the whole value.</summary>
    public string Path { get; } = path;

    /// <summary>What is wrong, without the place.</summary>
    public string Problem { get; } = problem;
}
