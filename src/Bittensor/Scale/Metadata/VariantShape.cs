namespace Bittensor.Scale.Metadata;

/// <summary>An enum: the variant's index in one byte, then its fields.</summary>
/// <param name="Variants">The variants, in the metadata's order, which need not be that of their indices.</param>
public sealed record VariantShape(IReadOnlyList<TypeVariant> Variants) : TypeShape
{
    /// <summary>The variant of that name, or null.</summary>
    public TypeVariant? Find(string name)
    {
        foreach (TypeVariant variant in Variants)
            if (variant.Name == name)
                return variant;
        return null;
    }

    /// <summary>The variant of that index, or null.</summary>
    public TypeVariant? Find(byte index)
    {
        // Most enums are numbered from zero without gaps.
        if (index < Variants.Count && Variants[index].Index == index)
            return Variants[index];
        foreach (TypeVariant variant in Variants)
            if (variant.Index == index)
                return variant;
        return null;
    }
}
