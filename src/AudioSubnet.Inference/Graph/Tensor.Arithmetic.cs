using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Inference.Graph;

/// <content>Element-wise arithmetic; shapes broadcast as in NumPy. Scalars take the tensor's type.</content>
public readonly partial struct Tensor
{
    /// <summary>Sum.</summary>
    public static Tensor operator +(Tensor left, Tensor right) => left.With(right, "Add");

    /// <summary>Sum with a scalar.</summary>
    public static Tensor operator +(Tensor left, double right) => left.With(right, "Add");

    /// <summary>Sum with a scalar.</summary>
    public static Tensor operator +(double left, Tensor right) => right.With(left, "Add");

    /// <summary>Difference.</summary>
    public static Tensor operator -(Tensor left, Tensor right) => left.With(right, "Sub");

    /// <summary>Difference with a scalar.</summary>
    public static Tensor operator -(Tensor left, double right) => left.With(right, "Sub");

    /// <summary>A scalar minus this.</summary>
    public static Tensor operator -(double left, Tensor right) => right.Builder.Scalar(right.Type, left).With(right, "Sub");

    /// <summary>Negation.</summary>
    public static Tensor operator -(Tensor value) => value.Apply("Neg");

    /// <summary>Product.</summary>
    public static Tensor operator *(Tensor left, Tensor right) => left.With(right, "Mul");

    /// <summary>Product with a scalar.</summary>
    public static Tensor operator *(Tensor left, double right) => left.With(right, "Mul");

    /// <summary>Product with a scalar.</summary>
    public static Tensor operator *(double left, Tensor right) => right.With(left, "Mul");

    /// <summary>Quotient; of integers, truncated.</summary>
    public static Tensor operator /(Tensor left, Tensor right) => left.With(right, "Div");

    /// <summary>Quotient with a scalar.</summary>
    public static Tensor operator /(Tensor left, double right) => left.With(right, "Div");

    /// <summary>A scalar divided by this.</summary>
    public static Tensor operator /(double left, Tensor right) => right.Builder.Scalar(right.Type, left).With(right, "Div");

    /// <summary>Remainder of integers with the divisor's sign, as Python's <c>%</c>.</summary>
    public static Tensor operator %(Tensor left, double right) => left.With(right, "Mod");

    /// <summary>e to this power.</summary>
    public Tensor Exp() => Apply("Exp");

    /// <summary>Natural logarithm.</summary>
    public Tensor Log() => Apply("Log");

    /// <summary>Square root.</summary>
    public Tensor Sqrt() => Apply("Sqrt");

    /// <summary>This to a power.</summary>
    public Tensor Pow(double exponent) => With(exponent, "Pow");

    /// <summary>This to a power, element by element.</summary>
    public Tensor Pow(Tensor exponent) => With(exponent, "Pow");

    /// <summary>Absolute value.</summary>
    public Tensor Abs() => Apply("Abs");

    /// <summary>-1, 0 or 1.</summary>
    public Tensor Sign() => Apply("Sign");

    /// <summary>One divided by this.</summary>
    public Tensor Reciprocal() => Apply("Reciprocal");

    /// <summary>The next integer at or above.</summary>
    public Tensor Ceiling() => Apply("Ceil");

    /// <summary>The next integer at or below.</summary>
    public Tensor Floor() => Apply("Floor");

    /// <summary>The nearest integer, halves to even.</summary>
    public Tensor Round() => Apply("Round");

    /// <summary>Sine of radians.</summary>
    public Tensor Sin() => Apply("Sin");

    /// <summary>Cosine of radians.</summary>
    public Tensor Cos() => Apply("Cos");

    /// <summary>The larger of both.</summary>
    public Tensor Maximum(Tensor other) => With(other, "Max");

    /// <summary>The larger of this and a scalar.</summary>
    public Tensor Maximum(double other) => With(other, "Max");

    /// <summary>The smaller of both.</summary>
    public Tensor Minimum(Tensor other) => With(other, "Min");

    /// <summary>The smaller of this and a scalar.</summary>
    public Tensor Minimum(double other) => With(other, "Min");

    /// <summary>Limited to a range.</summary>
    public Tensor Clip(double minimum, double maximum) =>
        Builder.Node("Clip", [this, Builder.Scalar(Type, minimum), Builder.Scalar(Type, maximum)]);

    /// <summary>Matrix product of the last two axes; the axes before them broadcast.</summary>
    public Tensor MatMul(Tensor other) => With(other, "MatMul");

    /// <summary>Whether this is less, element by element.</summary>
    public Tensor Less(Tensor other) => With(other, "Less").As(TensorType.Boolean);

    /// <summary>Whether this is less than a scalar.</summary>
    public Tensor Less(double other) => With(other, "Less").As(TensorType.Boolean);

    /// <summary>Whether this is less or equal, element by element.</summary>
    public Tensor LessOrEqual(Tensor other) => With(other, "LessOrEqual").As(TensorType.Boolean);

    /// <summary>Whether this is less than or equal to a scalar.</summary>
    public Tensor LessOrEqual(double other) => With(other, "LessOrEqual").As(TensorType.Boolean);

    /// <summary>Whether this is greater, element by element.</summary>
    public Tensor Greater(Tensor other) => With(other, "Greater").As(TensorType.Boolean);

    /// <summary>Whether this is greater than a scalar.</summary>
    public Tensor Greater(double other) => With(other, "Greater").As(TensorType.Boolean);

    /// <summary>Whether this is greater or equal, element by element.</summary>
    public Tensor GreaterOrEqual(Tensor other) => With(other, "GreaterOrEqual").As(TensorType.Boolean);

    /// <summary>Whether this is greater than or equal to a scalar.</summary>
    public Tensor GreaterOrEqual(double other) => With(other, "GreaterOrEqual").As(TensorType.Boolean);

    /// <summary>Whether both are equal, element by element.</summary>
    public Tensor EqualTo(Tensor other) => With(other, "Equal").As(TensorType.Boolean);

    /// <summary>Whether this equals a scalar.</summary>
    public Tensor EqualTo(double other) => With(other, "Equal").As(TensorType.Boolean);

    /// <summary>Logical and of booleans.</summary>
    public Tensor And(Tensor other) => With(other, "And");

    /// <summary>Logical or of booleans.</summary>
    public Tensor Or(Tensor other) => With(other, "Or");

    /// <summary>Logical negation of booleans.</summary>
    public Tensor Not() => Apply("Not");

    /// <summary>Of booleans: <paramref name="whenTrue"/> where true, otherwise <paramref name="whenFalse"/>.</summary>
    public Tensor Where(Tensor whenTrue, Tensor whenFalse) =>
        Builder.Node("Where", [this, whenTrue, whenFalse]).As(whenTrue.Type, Math.Max(Rank, Math.Max(whenTrue.Rank, whenFalse.Rank)));

    /// <summary>Of booleans: <paramref name="whenTrue"/> where true, otherwise a scalar.</summary>
    public Tensor Where(Tensor whenTrue, double whenFalse) => Where(whenTrue, whenTrue.Builder.Scalar(whenTrue.Type, whenFalse));

    /// <summary>Converted to another element type.</summary>
    public Tensor Cast(TensorType type) => type == Type ? this : Apply("Cast", ("to", OnnxTypes.ToProto(type))).As(type);
}
