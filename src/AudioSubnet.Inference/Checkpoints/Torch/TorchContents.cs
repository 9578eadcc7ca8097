using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace AudioSubnet.Inference.Checkpoints.Torch;

/// <summary>
/// Turns the values of a PyTorch file into named tensors and other values. The weights may lie in a dictionary of their own beside epochs and options ("state_dict" and the
/// like): then their names begin there. Everything else keeps its path, joined by dots.
/// </summary>
internal sealed class TorchContents
{
    /// <summary>Names of the dictionary of weights.</summary>
    private static readonly string[] Wrappers = ["state_dict", "model_state_dict", "model"];

    private const int MaxDepth = 32;
    private const int MaxValues = 1_000_000;
    private const int MaxKeyLength = 512;
    private const int MaxJsonBytes = 16 << 20;

    private readonly CheckpointMemory _memory;
    private int _values;

    /// <param name="memory">The file.</param>
    /// <param name="root">What its pickle holds; storages have their addresses.</param>
    public TorchContents(CheckpointMemory memory, object? root)
    {
        _memory = memory;
        if (root is not PickleDictionary dictionary)
        {
            AddTensors(root, root is TorchTensor ? "tensor" : "", 0);
            return;
        }
        object? weights = dictionary.Items.FirstOrDefault(item => item is { Key: string key, Value: PickleDictionary inner } && Wrappers.Contains(key) && inner.Items.Any(entry => entry.Value is TorchTensor)).Value;
        if (weights is not null)
            AddTensors(weights, "", 0);
        foreach (var (key, value) in dictionary.Items)
            if (!ReferenceEquals(value, weights) || value is null)
            {
                AddTensors(value, KeyOf(key), 1);
                AddValue(KeyOf(key), value);
            }
    }

    /// <summary>Tensors by name.</summary>
    public Dictionary<string, CheckpointTensor> Tensors { get; } = new(StringComparer.Ordinal);

    /// <summary>What is not a tensor, by name.</summary>
    public Dictionary<string, JsonElement> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds a value that is JSON already; what is not JSON is left out.</summary>
    public void AddJson(string name, ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            Values[name] = JsonElement.ParseValue(ref reader);
        }
        catch (JsonException)
        {
            // Extra members may be anything.
        }
    }

    private void AddTensors(object? value, string name, int depth)
    {
        Count(name, depth);
        switch (value)
        {
            case TorchTensor tensor:
                if (!Tensors.TryAdd(name, TorchTensorPlacer.Place(_memory, name, tensor)))
                    throw _memory.Refuse($"tensor '{name}' is there twice");
                break;
            case PickleDictionary dictionary:
                foreach (var (key, item) in dictionary.Items)
                    if (item is TorchTensor or PickleDictionary or PickleList)
                        AddTensors(item, Join(name, KeyOf(key)), depth + 1);
                break;
            case PickleList list:
                for (int i = 0; i < list.Items.Count; i++)
                    if (list.Items[i] is TorchTensor or PickleDictionary or PickleList)
                        AddTensors(list.Items[i], Join(name, i.ToString(CultureInfo.InvariantCulture)), depth + 1);
                break;
        }
    }

    private void AddValue(string name, object? value)
    {
        if (value is TorchTensor or TorchStorage)
            return;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
            Write(json, buffer, name, value, 0);
        var reader = new Utf8JsonReader(buffer.WrittenSpan, new JsonReaderOptions { MaxDepth = 2 * MaxDepth });
        Values[name] = JsonElement.ParseValue(ref reader);
    }

    private void Write(Utf8JsonWriter json, ArrayBufferWriter<byte> buffer, string name, object? value, int depth)
    {
        Count(name, depth);
        if (buffer.WrittenCount + json.BytesPending > MaxJsonBytes)
            throw _memory.Refuse($"the values of '{name}' take more than {MaxJsonBytes >> 20} MiB");
        switch (value)
        {
            case bool flag: json.WriteBooleanValue(flag); break;
            case long number: json.WriteNumberValue(number); break;
            case BigInteger number: json.WriteRawValue(number.ToString(CultureInfo.InvariantCulture)); break;
            case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
            case double number: json.WriteStringValue(number.ToString(CultureInfo.InvariantCulture)); break;
            case string text: json.WriteStringValue(text); break;
            case byte[] bytes: json.WriteBase64StringValue(bytes); break;
            case TorchGlobal global: json.WriteStringValue(global.Name); break;
            case PickleList list:
                json.WriteStartArray();
                foreach (object? item in list.Items)
                    Write(json, buffer, name, item, depth + 1);
                json.WriteEndArray();
                break;
            case PickleDictionary dictionary:
                json.WriteStartObject();
                foreach (var (key, item) in dictionary.Items)
                    if (item is not TorchTensor and not TorchStorage)
                    {
                        json.WritePropertyName(KeyOf(key));
                        Write(json, buffer, name, item, depth + 1);
                    }
                json.WriteEndObject();
                break;
            default: json.WriteNullValue(); break;
        }
    }

    /// <summary>Ends what would never end: a list that holds itself, or lists that hold the same list many times over.</summary>
    private void Count(string name, int depth)
    {
        if (depth > MaxDepth)
            throw _memory.Refuse($"'{(name.Length > 100 ? name[..100] + "…" : name)}' is nested deeper than {MaxDepth} levels, or holds itself");
        _values += 1 + name.Length / 64; // long names, repeated, also take memory
        if (_values > MaxValues)
            throw _memory.Refuse($"it holds more than {MaxValues} values");
    }

    private string KeyOf(object? key) => key switch
    {
        string { Length: <= MaxKeyLength } text => text,
        long number => number.ToString(CultureInfo.InvariantCulture),
        bool or null or double => Convert.ToString(key, CultureInfo.InvariantCulture) ?? "",
        _ => throw _memory.Refuse($"it has a dictionary with keys that are neither numbers nor texts of at most {MaxKeyLength} characters"),
    };

    private static string Join(string prefix, string name) => prefix.Length == 0 ? name : $"{prefix}.{name}";
}
