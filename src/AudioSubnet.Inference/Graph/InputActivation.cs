namespace AudioSubnet.Inference.Graph;

/// <summary>What a convolution does to each element before it multiplies; nothing by default. Own kernels do it while they read, so that it costs no pass over memory of its own.</summary>
public readonly record struct InputActivation
{
    /// <summary>Exponential linear unit: x where positive, eˣ - 1 elsewhere.</summary>
    public static InputActivation Elu => new() { IsElu = true };

    /// <summary>Slope of a leaky rectifier below zero; null for none.</summary>
    internal float? Slope { get; private init; }

    /// <summary>Whether it is the exponential linear unit.</summary>
    internal bool IsElu { get; private init; }

    /// <summary>Leaky rectifier: x where positive, <paramref name="slope"/> · x elsewhere.</summary>
    public static InputActivation LeakyRelu(float slope) => new() { Slope = slope };

    /// <summary>The activation as an operation of its own.</summary>
    internal Tensor Apply(Tensor x) => IsElu ? x.Elu() : Slope is { } slope ? x.LeakyRelu(slope) : x;
}
