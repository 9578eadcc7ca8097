using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Bittensor.Wire;

/// <summary>One field of a synapse as it travels: its JSON name, its property, and what the attributes say of it.</summary>
internal sealed class SynapseField
{
    private readonly PropertyInfo _property;

    public SynapseField(PropertyInfo property, JsonSerializerOptions options)
    {
        _property = property;
        Name = property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
        Utf8Name = Encoding.UTF8.GetBytes(Name);
        Key = Encoding.UTF8.GetBytes($",\"{JsonEncodedText.Encode(Name)}\":");
        IsResponse = property.IsDefined(typeof(ResponseFieldAttribute));
        Hashed = property.GetCustomAttribute<HashedFieldAttribute>();
        Converter = property.GetCustomAttribute<JsonConverterAttribute>() is { } attribute ? Create(attribute, property) : null;
        Json = ContractOf(property, Converter, options);
        EmptyValue = property.IsDefined(typeof(JsonRequiredAttribute)) ? Convert.ToBase64String(Encoding.UTF8.GetBytes(EmptyJson(Type))) : null;
    }

    /// <summary>Name in JSON.</summary>
    public string Name { get; }

    /// <summary>Name in JSON as UTF-8.</summary>
    public byte[] Utf8Name { get; }

    /// <summary>A comma, the quoted name and a colon.</summary>
    public byte[] Key { get; }

    /// <summary>True if a reply may fill it.</summary>
    public bool IsResponse { get; }

    /// <summary>Set if the body hash covers it.</summary>
    public HashedFieldAttribute? Hashed { get; }

    /// <summary>Header value that stands for a field without default: base64 of the JSON of an empty value; null if the field has a default.</summary>
    public string? EmptyValue { get; }

    /// <summary>Type of the property.</summary>
    public Type Type => _property.PropertyType;

    /// <summary>How its value is written and read.</summary>
    public JsonTypeInfo Json { get; }

    private JsonConverter? Converter { get; }

    /// <summary>True if the value is a plain list of samples, which has a faster way.</summary>
    public bool IsSamples => Type == typeof(float[]) && Converter is null;

    public object? Get(Synapse synapse) => _property.GetValue(synapse);

    public void Set(Synapse synapse, object? value) => _property.SetValue(synapse, value);

    private static JsonTypeInfo ContractOf(PropertyInfo property, JsonConverter? converter, JsonSerializerOptions options)
    {
        if (converter is not null)
        {
            // The property's own converter comes before the general ones.
            options = new JsonSerializerOptions(options);
            options.Converters.Insert(0, converter);
        }

        return options.TryGetTypeInfo(property.PropertyType, out JsonTypeInfo? contract)
            ? contract
            : throw new NotSupportedException(
                $"{property.DeclaringType?.Name}.{property.Name} is of type {property.PropertyType}, which has no JSON contract in a program without "
                + $"reflection-based JSON. Override {nameof(Synapse)}.{nameof(Synapse.JsonTypes)} with a JsonSerializerContext that has it.");
    }

    private static JsonConverter Create(JsonConverterAttribute attribute, PropertyInfo property)
    {
        JsonConverter? converter = attribute.ConverterType is { } type ? Activator.CreateInstance(type) as JsonConverter : attribute.CreateConverter(property.PropertyType);
        return converter ?? throw new ArgumentException($"{property.DeclaringType?.Name}.{property.Name} names no usable JSON converter.", nameof(attribute));
    }

    private static string EmptyJson(Type type)
    {
        Type bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare == typeof(string))
            return "\"\"";
        if (bare == typeof(bool))
            return "false";
        if (bare == typeof(float) || bare == typeof(double))
            return "0.0";
        if (bare.IsPrimitive)
            return "0";
        return bare.IsAssignableTo(typeof(System.Collections.IEnumerable)) && !bare.IsAssignableTo(typeof(System.Collections.IDictionary)) ? "[]" : "{}";
    }
}
