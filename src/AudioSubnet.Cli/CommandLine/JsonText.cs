using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AudioSubnet.Cli.CommandLine;

/// <summary>JSON for people and pipes: letters and signs as they are, not as escapes (it is never embedded in HTML).</summary>
internal static class JsonText
{
    public static string Of<T>(T value, JsonTypeInfo<T> type)
    {
        var options = new JsonSerializerOptions(type.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        return JsonSerializer.Serialize(value, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)));
    }
}
