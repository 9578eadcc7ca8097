using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Bittensor.Wire;

/// <summary>The fields of a synapse class in class order, base classes first. Immutable.</summary>
internal sealed class SynapseShape
{
    /// <summary>Deepest nesting of JSON that is read.</summary>
    public const int MaxDepth = 32;

    private readonly SynapseField[] _hashed;

    private SynapseShape([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] Type type, IJsonTypeInfoResolver? jsonTypes)
    {
        JsonSerializerOptions options = CreateOptions(jsonTypes);
        Fields = [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static property => property.DeclaringType != typeof(Synapse))
            .Where(static property => property.SetMethod is { IsPublic: true } && property.GetMethod is { IsPublic: true })
            .Where(static property => !property.IsDefined(typeof(JsonIgnoreAttribute)))
            .OrderBy(static property => Depth(property.DeclaringType))
            // Ahead-of-time compiled programs have no tokens; there reflection keeps the order of declaration.
            .ThenBy(static property => property.HasMetadataToken() ? property.GetMetadataToken() : 0)
            .Select(property => new SynapseField(property, options))];
        _hashed = [.. Fields.Where(static field => field.Hashed is not null).OrderBy(static field => field.Hashed!.Order)];
    }

    /// <summary>The subclass's fields in class order.</summary>
    public IReadOnlyList<SynapseField> Fields { get; }

    /// <summary>Reads the shape of a class.</summary>
    /// <exception cref="NotSupportedException">A field's type has no JSON contract, see <see cref="Synapse.JsonTypes"/>.</exception>
    public static SynapseShape Of<[DynamicallyAccessedMembers(SynapseMembers.Needed)] TSynapse>()
        where TSynapse : Synapse, new() => Cache<TSynapse>.Shape.Value;

    /// <summary>The body hash of a synapse's present values.</summary>
    public string BodyHashOf(Synapse synapse) =>
        _hashed.Length == 0 ? BodyHash.Empty : BodyHash.Of(_hashed.Select(field => field.Get(synapse)));

    private static int Depth(Type? type)
    {
        int depth = 0;
        for (; type is not null; type = type.BaseType)
            depth++;
        return depth;
    }

    private static JsonSerializerOptions CreateOptions(IJsonTypeInfoResolver? jsonTypes) => new()
    {
        MaxDepth = MaxDepth,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new FloatArrayConverter(), new FiniteDoubleConverter(), new FiniteSingleConverter() },
        TypeInfoResolver = JsonTypeInfoResolver.Combine(jsonTypes, JsonSerializer.IsReflectionEnabledByDefault ? Reflection() : SynapseJsonTypes.Default),
    };

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Only where the program allows JSON by reflection; trimmed programs do not.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Only where the program allows JSON by reflection; programs compiled ahead of time do not.")]
    private static DefaultJsonTypeInfoResolver Reflection() => new();

    private static class Cache<[DynamicallyAccessedMembers(SynapseMembers.Needed)] TSynapse>
        where TSynapse : Synapse, new()
    {
        public static readonly Lazy<SynapseShape> Shape = new(static () => new SynapseShape(typeof(TSynapse), new TSynapse().JsonTypes));
    }
}
