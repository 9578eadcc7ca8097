using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Inference.Graph;

/// <summary>
/// A handle of a value in a graph that is being built. It computes like an array: operators, and methods named after their PyTorch or ONNX counterparts; each adds
/// an operation to the graph and returns the handle of its result. Axes may be negative and then count from the end.
/// </summary>
public readonly partial struct Tensor
{
    private readonly GraphBuilder? _builder;
    private readonly string? _name;

    internal Tensor(GraphBuilder builder, string name, TensorType type, int rank)
    {
        _builder = builder;
        _name = name;
        Type = type;
        Rank = rank;
    }

    /// <summary>The graph it belongs to.</summary>
    /// <exception cref="InvalidOperationException">This is <c>default</c>: an optional tensor that was left out.</exception>
    public GraphBuilder Builder => _builder ?? throw new InvalidOperationException("This tensor is not there: an optional input was left out but is needed here.");

    /// <summary>Name in the graph; empty for <c>default</c>.</summary>
    public string Name => _name ?? "";

    /// <summary>Element type.</summary>
    public TensorType Type { get; }

    /// <summary>Number of axes.</summary>
    public int Rank { get; }

    /// <summary>False for <c>default</c>, which stands for an optional tensor that was left out.</summary>
    public bool IsPresent => _builder is not null;

    /// <summary>The same value, known to have another type or rank: for operations whose result differs from their first input.</summary>
    public Tensor As(TensorType? type = null, int? rank = null) => new(Builder, Name, type ?? Type, rank ?? Rank);

    /// <summary>Adds an operation that reads this tensor first; see <see cref="GraphBuilder.Node"/>.</summary>
    public Tensor Apply(string operation, params ReadOnlySpan<(string Name, NodeAttribute Value)> attributes) => Builder.Node(operation, [this], attributes);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Type}, rank {Rank}";

    private Tensor With(Tensor other, string operation) => Builder.Node(operation, [this, other]).As(Type, Math.Max(Rank, other.Rank));

    private Tensor With(double scalar, string operation) => With(Builder.Scalar(Type, scalar), operation);

    private Tensor Longs(params ReadOnlySpan<long> values) => Builder.Constant(values);

    private int Axis(int axis)
    {
        int positive = axis < 0 ? axis + Rank : axis;
        if (positive < 0 || positive >= Rank)
            throw new ArgumentOutOfRangeException(nameof(axis), axis, $"'{Name}' has rank {Rank}.");
        return positive;
    }
}
