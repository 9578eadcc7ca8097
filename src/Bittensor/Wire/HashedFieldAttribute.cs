namespace Bittensor.Wire;

/// <summary>Marks a synapse property that the signed body hash covers: one of Python's <c>required_hash_fields</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HashedFieldAttribute : Attribute
{
    /// <summary>Position in the hash, as in the Python class variable; equal positions (the default) go in class order.</summary>
    public int Order { get; set; }
}
