using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bittensor.Wire;

/// <summary>The fields of a synapse class in class order, base classes first. Immutable.</summary>
internal sealed class SynapseShape
{
    /// <summary>Deepest nesting of JSON that is read.</summary>
    public const int MaxDepth = 32;

    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private readonly SynapseField[] _hashed;

    private SynapseShape(Type type)
    {
        JsonSerializerOptions options = CreateOptions();
        var lineage = new Stack<Type>();
        for (Type? level = type; level is not null && level != typeof(Synapse); level = level.BaseType)
            lineage.Push(level);
        Fields = [.. lineage
            .SelectMany(static level => level.GetProperties(Declared).OrderBy(static property => property.MetadataToken))
            .Where(static property => property.SetMethod is { IsPublic: true } && property.GetMethod is { IsPublic: true })
            .Where(static property => !property.IsDefined(typeof(JsonIgnoreAttribute)))
            .Select(property => new SynapseField(property, options))];
        _hashed = [.. Fields.Where(static field => field.Hashed is not null).OrderBy(static field => field.Hashed!.Order)];
    }

    /// <summary>The subclass's fields in class order.</summary>
    public IReadOnlyList<SynapseField> Fields { get; }

    /// <summary>Reads the shape of a class.</summary>
    public static SynapseShape Of<TSynapse>()
        where TSynapse : Synapse => Cache<TSynapse>.Shape;

    /// <summary>The body hash of a synapse's present values.</summary>
    public string BodyHashOf(Synapse synapse) =>
        _hashed.Length == 0 ? BodyHash.Empty : BodyHash.Of(_hashed.Select(field => field.Get(synapse)));

    private static JsonSerializerOptions CreateOptions() => new()
    {
        MaxDepth = MaxDepth,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new FloatArrayConverter(), new FiniteDoubleConverter(), new FiniteSingleConverter() },
    };

    private static class Cache<TSynapse>
    {
        public static readonly SynapseShape Shape = new(typeof(TSynapse));
    }
}
