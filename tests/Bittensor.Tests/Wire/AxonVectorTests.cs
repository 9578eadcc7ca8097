using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AudioSubnet.TestData;
using Bittensor.Crypto;
using Bittensor.Wire;
using Microsoft.Extensions.Time.Testing;

namespace Bittensor.Tests.Wire;

/// <summary>Every recorded request to a real Python axon, sent to ours at the same time of day: the same answer, or a deviation that is written down here.</summary>
[Trait("Area", "vectors")]
public sealed class AxonVectorTests
{
    private const string Stricter = "a request must be signed, whatever version it claims";
    private const string ConstantWindow = "the window is a constant of the server: the timeout header is not signed";
    private const string NoFuture = "nonces in the future are refused";
    private const string NoLegacy = "the version header cannot choose the weaker rule; a nonce that is no time needs the legacy option";
    private const string Newest = "where the versions differ the newest reference's code is answered";
    private const string CallersFault = "a body that is no JSON object is the caller's mistake: 422 as with FastAPI";

    // Case by case: our status and why it is not the recorded one.
    private static readonly Dictionary<(string Sdk, string Case), (int Status, string Reason)> Deviations = new()
    {
        [("9.12.2", "missing header bt_header_dendrite_signature")] = (401, Stricter),
        [("9.12.2", "body is not JSON")] = (422, CallersFault),
        [("9.12.2", "body is a JSON array")] = (422, CallersFault),
        [("9.12.2", "content type text/plain")] = (422, CallersFault),
        [("9.12.2", "first contact, nonce 60 s old, timeout 100")] = (401, ConstantWindow),
        [("9.12.2", "first contact, nonce 1 h in the future")] = (401, NoFuture),
        [("9.12.2", "first contact of a pre-7.2 client, tiny nonce")] = (401, NoLegacy),
        [("9.12.2", "blank version, old nonce")] = (401, NoLegacy),
        [("6.9.3", "missing nonce, message signed with the word None")] = (401, Stricter),
        [("6.9.3", "missing input_obj header of a required field")] = (500, Newest),
        [("6.9.3", "timeout not a number")] = (500, Newest),
        [("6.9.3", "nonce not an integer")] = (500, Newest),
        [("6.9.3", "field of wrong type")] = (500, Newest),
        [("6.9.3", "body is a JSON array")] = (422, CallersFault),
        [("6.9.3", "first contact, nonce 60 s old, timeout 12")] = (401, Newest),
        [("6.9.3", "first contact, nonce 60 s old, timeout 100")] = (401, ConstantWindow),
        [("6.9.3", "first contact, nonce 1 h in the future")] = (401, NoFuture),
    };

    // The headers of an answer that do not depend on clock, ports and object sizes.
    private static readonly string[] AnsweredHeaders =
    [
        "name", "timeout", "bt_header_axon_status_code", "bt_header_axon_status_message", "bt_header_dendrite_version", "bt_header_dendrite_nonce",
        "bt_header_dendrite_uuid", "bt_header_dendrite_hotkey", "bt_header_dendrite_signature",
    ];

    [Theory]
    [InlineData("9.12.2", false)]
    [InlineData("6.9.3", true)]
    public async Task Axon_answers_as_the_recorded_one_or_deviates_for_a_written_reason(string sdk, bool allowLegacyNonce)
    {
        string[] files = [.. TestPaths.VectorFiles($"synapse/axon-{sdk}.json")];
        files.ShouldNotBeEmpty();
        foreach (string file in files)
            await ReplayAsync(file, allowLegacyNonce);
    }

    private static async Task ReplayAsync(string file, bool allowLegacyNonce)
    {
        JsonNode root = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!;
        string sdk = (string)root["sdk"]!;
        JsonArray cases = root["cases"]!.AsArray();
        var clock = new FakeTimeProvider(At(cases[0]!));
        using Keypair hotkey = Keypair.FromUri((string)root["axon"]!["uri"]!);
        hotkey.Address.ShouldBe((string)root["axon"]!["hotkey"]!);
        var blacklisted = root["axon"]!["blacklist"]!.AsArray().Select(static key => (string)key!).ToHashSet(StringComparer.Ordinal);
        await using Axon axon = VectorAxon.Create(hotkey, clock, allowLegacyNonce, blacklisted);
        await axon.StartAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{axon.Port}")) };
        int compared = 0;
        foreach (JsonNode? vector in cases)
        {
            clock.SetUtcNow(At(vector!));
            await CompareAsync(http, sdk, vector!);
            compared++;
        }
        compared.ShouldBe(cases.Count);
    }

    private static async Task CompareAsync(HttpClient http, string sdk, JsonNode vector)
    {
        string name = (string)vector["case"]!;
        JsonNode observed = vector["observed"]!;
        using HttpResponseMessage response = await http.SendAsync(Request(vector["request"]!), TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        int status = (int)response.StatusCode;
        if (Deviations.TryGetValue((sdk, name), out (int Status, string Reason) deviation))
        {
            status.ShouldBe(deviation.Status, $"{sdk} {name}: {text}");
            status.ShouldNotBe((int?)observed["status"] ?? 0, $"{name} does not deviate any more: strike it from the table");
            ((string?)JsonNode.Parse(text)!["message"]).ShouldNotBeNullOrEmpty();
            return;
        }
        status.ShouldBe((int)observed["status"]!, $"{sdk} {name}: {text}");
        JsonNode body = JsonNode.Parse(text)!;
        if (status == 200)
            CompareFields(name, observed["body"]!.AsObject(), body.AsObject());
        else if (sdk == "9.12.2" && (string?)observed["message"] is { } message)
            CompareMessages(name, message, (string)body["message"]!);
        if (sdk == "9.12.2" && observed["headers"]!.AsObject() is { Count: > 0 } headers)
            CompareHeaders(name, status, vector["request"]!["headers"]!.AsObject(), headers, response.Headers);
    }

    private static void CompareFields(string name, JsonObject expected, JsonObject actual)
    {
        foreach ((string field, JsonNode? value) in expected)
            JsonNode.DeepEquals(Normal(value), Normal(actual[field])).ShouldBeTrue($"{name}: {field} is {actual[field]?.ToJsonString()}, not {value?.ToJsonString()}");
        string[] order = [.. actual.Select(static field => field.Key)];
        order[..7].ShouldBe(["name", "timeout", "total_size", "header_size", "dendrite", "axon", "computed_body_hash"]);
        order[7..].ShouldBe([.. expected.Select(static field => field.Key)]);
    }

    private static void CompareMessages(string name, string expected, string actual)
    {
        const string hidden = "Internal Server Error #";
        if (expected.StartsWith(hidden, StringComparison.Ordinal))
            actual.ShouldStartWith(hidden, customMessage: name);
        else
            actual.ShouldBe(expected, name);
    }

    private static void CompareHeaders(string name, int status, JsonObject sent, JsonObject expected, HttpResponseHeaders actual)
    {
        // The reference says of the caller what the body says, which nobody has signed; we what the verified headers say.
        foreach (string header in AnsweredHeaders.Where(header => (sent.ContainsKey(header) && expected.ContainsKey(header)) || !header.StartsWith("bt_header_dendrite_", StringComparison.Ordinal)))
        {
            string? value = (string?)expected[header];
            string? ours = actual.TryGetValues(header, out IEnumerable<string>? values) ? string.Join(',', values) : null;
            if (header == "bt_header_axon_status_message" && value?.StartsWith("Internal Server Error #", StringComparison.Ordinal) == true)
                ours.ShouldNotBeNull(name).ShouldStartWith("Internal Server Error #");
            else
                ours.ShouldBe(value, $"{name}: {header}");
        }
        if (status == 200 && sent.ContainsKey("computed_body_hash"))
            actual.GetValues("computed_body_hash").ShouldBe([(string)expected["computed_body_hash"]!], name);
    }

    // 15 and 15.0 are the same number.
    private static JsonNode? Normal(JsonNode? node) => node switch
    {
        JsonArray array => new JsonArray([.. array.Select(Normal)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => JsonValue.Create(double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture)),
        _ => node?.DeepClone(),
    };

    private static HttpRequestMessage Request(JsonNode request)
    {
        var message = new HttpRequestMessage(new HttpMethod((string)request["method"]!), (string)request["path"]!);
        if ((string?)request["body"] is { } body)
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        foreach ((string name, JsonNode? value) in request["headers"]!.AsObject())
        {
            bool isContentHeader = name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase);
            HttpHeaders headers = isContentHeader ? message.Content!.Headers : message.Headers;
            headers.TryAddWithoutValidation(name, (string)value!).ShouldBeTrue();
        }
        return message;
    }

    private static DateTimeOffset At(JsonNode vector) => DateTimeOffset.UnixEpoch.AddTicks((long)vector["clockNs"]! / 100);
}
