using System.Text.Json.Nodes;

namespace AudioSubnet.RandomCheckpoints;

/// <summary>A config.json with the reference classes' defaults for keys that it leaves out.</summary>
internal sealed class Settings(JsonObject json)
{
    /// <summary>A nested configuration; empty if there is none, so that its defaults count.</summary>
    public Settings Nested(string name) => new(json[name] as JsonObject ?? []);

    public int Int(string name, int otherwise) => json[name] is JsonValue value ? value.GetValue<int>() : otherwise;

    public double Number(string name, double otherwise) => json[name] is JsonValue value ? value.GetValue<double>() : otherwise;

    public bool Bool(string name, bool otherwise) => json[name] is JsonValue value ? value.GetValue<bool>() : otherwise;

    public int[] Ints(string name, int[] otherwise) => json[name] is JsonArray array ? [.. array.Select(item => item!.GetValue<int>())] : otherwise;

    public double[] Numbers(string name, double[] otherwise) => json[name] is JsonArray array ? [.. array.Select(item => item!.GetValue<double>())] : otherwise;

    public int[][] Lists(string name, int[][] otherwise) =>
        json[name] is JsonArray array ? [.. array.Select(list => list!.AsArray().Select(item => item!.GetValue<int>()).ToArray())] : otherwise;
}
