using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Inference.Graph;

/// <summary>
/// A prefix of a checkpoint's names: <c>scope["encoder"]["layers"][0]</c> stands for "encoder.layers.0.", and its layers take their weights from there. Tensors
/// of other floating types are widened to float32, and weight normalisation is folded, so that model code sees plain float32 weights.
/// </summary>
public readonly partial struct Scope
{
    private readonly ICheckpoint _checkpoint;

    internal Scope(GraphBuilder builder, ICheckpoint checkpoint, string prefix, WeightOptions options)
    {
        Builder = builder;
        _checkpoint = checkpoint;
        Prefix = prefix;
        Options = options;
    }

    /// <summary>The graph that layers are added to.</summary>
    public GraphBuilder Builder { get; }

    /// <summary>The prefix without its closing dot; empty at the root.</summary>
    public string Prefix { get; }

    /// <summary>How weights are made.</summary>
    public WeightOptions Options { get; }

    /// <summary>A part of this part; <paramref name="name"/> may contain dots, and an empty name is this scope itself.</summary>
    public Scope this[string name] => name.Length == 0 ? this : new(Builder, _checkpoint, FullName(name), Options);

    /// <summary>A numbered part, as of a list of layers.</summary>
    public Scope this[int index] => this[index.ToString(CultureInfo.InvariantCulture)];

    /// <summary>The same names with other options.</summary>
    public Scope With(WeightOptions options) => new(Builder, _checkpoint, Prefix, options);

    /// <summary>Whether the checkpoint has a tensor of that name, plain or weight-normalised.</summary>
    public bool Has(string name) => TryFind(name, out _) || WeightNormalization.Find(_checkpoint, FullName(name)) is not null;

    /// <summary>Whether the checkpoint has any tensor below this prefix.</summary>
    public bool Exists()
    {
        string prefix = Prefix + ".";
        return Prefix.Length == 0 || _checkpoint.Tensors.Keys.Any(name => name.StartsWith(prefix, StringComparison.Ordinal));
    }

    /// <summary>A tensor of the checkpoint, as it is stored.</summary>
    /// <exception cref="CheckpointException">It is not there.</exception>
    public CheckpointTensor Stored(string name) => TryFind(name, out CheckpointTensor? tensor) ? tensor : throw Missing(name);

    /// <summary>A weight: float32 whatever floating type it is stored in, weight normalisation folded; integers stay as they are.</summary>
    /// <param name="name">Name below the prefix, such as "weight".</param>
    /// <param name="shape">Expected lengths, -1 for any; none given means any shape.</param>
    /// <exception cref="CheckpointException">It is not there, or has another shape. The message names tensor, file and the names that come nearest.</exception>
    public Tensor Weight(string name, params ReadOnlySpan<long> shape) => Builder.Weight(FullName(name), Maker(name, shape));

    /// <summary>What makes a weight, once it has been checked.</summary>
    private Func<string, GraphWeight> Maker(string name, ReadOnlySpan<long> shape)
    {
        string fullName = FullName(name);
        if (TryFind(name, out CheckpointTensor? stored))
        {
            CheckShape(stored.Shape, fullName, shape);
            return graphName => WeightConversion.Make(graphName, stored);
        }

        if (WeightNormalization.Find(_checkpoint, fullName) is not { } normalized)
            throw Missing(name);
        CheckShape(normalized.Direction.Shape, fullName, shape);
        return normalized.Fold;
    }

    /// <summary>The kernel of a convolution over time, [out, in, taps], as one over a plane of height 1, [out, in, 1, taps].</summary>
    private Tensor PlaneKernel(string name)
    {
        Tensor kernel = Weight(name, -1, -1, -1);
        return Builder.Reshaped(kernel, static shape => [shape[0], shape[1], 1, shape[2]]);
    }

    /// <summary>A weight that a checkpoint may lack, such as a bias.</summary>
    /// <returns>The weight, or <c>default</c>.</returns>
    public Tensor OptionalWeight(string name) => Has(name) ? Weight(name) : default;

    /// <summary>A weight that is computed from the checkpoint in memory, such as a reordered matrix; made once for each key.</summary>
    /// <param name="key">Distinguishes it from others below this prefix.</param>
    /// <param name="shape">Lengths.</param>
    /// <param name="fill">Writes the float32 elements, row-major.</param>
    public Tensor ComputedWeight(string key, ReadOnlySpan<long> shape, FillWeight fill)
    {
        long[] lengths = shape.ToArray();
        return Builder.Weight(FullName(key), graphName =>
        {
            GraphWeight weight = GraphWeight.Allocate(graphName, TensorType.Float32, lengths);
            fill(weight.Floats);
            return weight;
        });
    }

    /// <inheritdoc/>
    public override string ToString() => Prefix.Length == 0 ? _checkpoint.Source : $"{Prefix} of {_checkpoint.Source}";

    private string FullName(string name) => Prefix.Length == 0 ? name : $"{Prefix}.{name}";

    private bool TryFind(string name, [NotNullWhen(true)] out CheckpointTensor? tensor) => _checkpoint.Tensors.TryGetValue(FullName(name), out tensor);

    private void CheckShape(IReadOnlyList<long> actual, string fullName, ReadOnlySpan<long> expected)
    {
        if (expected.IsEmpty)
            return;
        bool equal = actual.Count == expected.Length;
        for (int i = 0; equal && i < expected.Length; i++)
            equal = expected[i] < 0 || expected[i] == actual[i];
        if (!equal)
            throw new CheckpointException(
                $"'{fullName}' in {_checkpoint.Source} has the shape [{string.Join(", ", actual)}], the configuration asks for [{string.Join(", ", expected.ToArray())}]. "
                + "The configuration and the weights do not belong together.");
    }

    private CheckpointException Missing(string name)
    {
        string fullName = FullName(name);
        string near = string.Join(", ", NearestNames.Find(fullName, _checkpoint.Tensors.Keys).Select(static candidate => $"'{candidate}'"));
        return new($"'{fullName}' is not in {_checkpoint.Source}. "
            + (near.Length == 0 ? "It has no tensors." : $"The nearest names are {near}. The checkpoint may belong to another kind of model."));
    }
}
