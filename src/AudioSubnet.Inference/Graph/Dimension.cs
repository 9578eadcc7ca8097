namespace AudioSubnet.Inference.Graph;

/// <summary>A length of a graph input: a number that is fixed when the graph is built, or a name for one that is known at each run.</summary>
public readonly record struct Dimension
{
    private Dimension(long length, string? name)
    {
        Length = length;
        Name = name;
    }

    /// <summary>The fixed length; 0 when it is known only at run time.</summary>
    public long Length { get; }

    /// <summary>The name of a length that is known at run time; equal names mean equal lengths.</summary>
    public string? Name { get; }

    /// <summary>A fixed length.</summary>
    public static implicit operator Dimension(long length) => new(length, null);

    /// <summary>A fixed length.</summary>
    public static implicit operator Dimension(int length) => new(length, null);

    /// <summary>A length that is known at run time.</summary>
    public static implicit operator Dimension(string name) => new(0, name);
}
