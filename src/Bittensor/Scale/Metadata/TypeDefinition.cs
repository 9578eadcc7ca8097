namespace Bittensor.Scale.Metadata;

/// <summary>An entry of a type registry.</summary>
/// <param name="Id">Its id: the position in the registry.</param>
/// <param name="Path">Where the source code defines it, for example <c>sp_core::crypto::AccountId32</c> in three parts; empty for
/// built-in types.</param>
/// <param name="Parameters">Generic parameters.</param>
/// <param name="Shape">The layout.</param>
/// <param name="Docs">Documentation, a string a line.</param>
public sealed record TypeDefinition(
    int Id,
    IReadOnlyList<string> Path,
    IReadOnlyList<TypeParameter> Parameters,
    TypeShape Shape,
    IReadOnlyList<string> Docs)
{
    /// <summary>The path's last part, or null.</summary>
    public string? Name => Path.Count > 0 ? Path[^1] : null;

    /// <summary>The id of the parameter's type, or null.</summary>
    public int? Parameter(string name)
    {
        foreach (TypeParameter parameter in Parameters)
            if (parameter.Name == name)
                return parameter.Type;
        return null;
    }
}
