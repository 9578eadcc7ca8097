namespace AudioSubnet.TestData;

/// <summary>A parser under hostile bytes: whatever they are, it returns or throws its own exceptions, which the target swallows.</summary>
internal interface IFuzzTarget
{
    /// <summary>Name of the target, and of its folder of regression files in tests/vectors/fuzz.</summary>
    string Name { get; }

    /// <summary>Good inputs to start from.</summary>
    IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Feeds the parser.</summary>
    void Fuzz(ReadOnlySpan<byte> input);
}
