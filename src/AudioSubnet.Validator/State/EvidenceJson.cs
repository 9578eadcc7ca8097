using System.Text.Json;
using System.Text.Json.Serialization;
using Bittensor.Crypto;

namespace AudioSubnet.Validator.State;

/// <summary>How scores and evidence are written as JSON. A metric may be infinite (the SNR of silence), which plain JSON numbers cannot
/// say.</summary>
internal static class EvidenceJson
{
    public static JsonSerializerOptions Compact { get; } = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new AccountIdConverter() },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static JsonSerializerOptions Indented { get; } = new(Compact) { WriteIndented = true };

    private sealed class AccountIdConverter : JsonConverter<AccountId>
    {
        public override AccountId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            AccountId.Parse(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, AccountId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
