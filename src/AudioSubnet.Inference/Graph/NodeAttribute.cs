namespace AudioSubnet.Inference.Graph;

/// <summary>A value of a node's attribute: made by implicit conversion from a number, a string, or an array of numbers or strings.</summary>
public readonly struct NodeAttribute
{
    private NodeAttribute(object value) => Value = value;

    /// <summary>A long, float, string, long[], float[] or string[]; null in a default value.</summary>
    internal object? Value { get; }

    /// <summary>An integer attribute.</summary>
    public static implicit operator NodeAttribute(long value) => new(value);

    /// <summary>An integer attribute.</summary>
    public static implicit operator NodeAttribute(int value) => new((long)value);

    /// <summary>An integer attribute of the values 0 and 1.</summary>
    public static implicit operator NodeAttribute(bool value) => new(value ? 1L : 0L);

    /// <summary>A floating-point attribute.</summary>
    public static implicit operator NodeAttribute(float value) => new(value);

    /// <summary>A text attribute.</summary>
    public static implicit operator NodeAttribute(string value) => new(value);

    /// <summary>A list of integers.</summary>
    public static implicit operator NodeAttribute(long[] values) => new(values);

    /// <summary>A list of integers.</summary>
    public static implicit operator NodeAttribute(int[] values) => new(Array.ConvertAll(values, static value => (long)value));

    /// <summary>A list of floating-point numbers.</summary>
    public static implicit operator NodeAttribute(float[] values) => new(values);

    /// <summary>A list of texts.</summary>
    public static implicit operator NodeAttribute(string[] values) => new(values);
}
