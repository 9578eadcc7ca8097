using System.Text.Json;
using AudioSubnet.TestData;
using Bittensor.Crypto;
using Bittensor.Scale;
using Bittensor.Scale.Metadata;

namespace Bittensor.Tests.Scale;

[Trait("Area", "vectors")]
public sealed class CallVectorTests
{
    [Fact]
    public void Calls_by_name_encode_as_polkadot_js_encodes_them() => ForEach((metadata, vector) =>
    {
        if (vector.TryGetProperty("args", out JsonElement arguments))
            Encode(metadata, vector, arguments).ShouldBe(vector.GetProperty("callHex").GetString());
    });

    [Fact]
    public void Calls_decode_to_their_names_and_encode_back() => ForEach((metadata, vector) =>
    {
        string hex = vector.GetProperty("callHex").GetString()!;
        DecodedCall call = metadata.DecodeCall(Convert.FromHexString(hex[2..]));
        call.Pallet.ShouldBe(vector.GetProperty("palletName").GetString());
        call.Call.ShouldBe(vector.GetProperty("callName").GetString());
        ("0x" + Convert.ToHexStringLower(metadata.EncodeCall(call.Pallet, call.Call, call.Arguments))).ShouldBe(hex);
        using JsonDocument json = JsonDocument.Parse(call.ToValue().ToString());
        ("0x" + Convert.ToHexStringLower(metadata.Types.Encode(metadata.Extrinsic.CallType, json.RootElement))).ShouldBe(hex);
    });

    private static string Encode(RuntimeMetadata metadata, JsonElement vector, JsonElement arguments)
    {
        string pallet = vector.GetProperty("palletName").GetString()!;
        string call = vector.GetProperty("callName").GetString()!;
        return "0x" + Convert.ToHexStringLower(metadata.EncodeCall(pallet, call, [.. arguments.EnumerateArray().Select(a => (object?)a)]));
    }

    private static void ForEach(Action<RuntimeMetadata, JsonElement> check)
    {
        int calls = 0;
        foreach (string file in TestPaths.VectorFiles("extrinsics.json"))
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            var byFile = new Dictionary<string, RuntimeMetadata>(StringComparer.Ordinal);
            foreach (JsonElement vector in document.RootElement.GetProperty("extrinsics").EnumerateArray())
            {
                string name = vector.GetProperty("metadata").GetString()!;
                if (!byFile.TryGetValue(name, out RuntimeMetadata? metadata))
                    byFile[name] = metadata = MetadataFiles.Read(name);
                check(metadata, vector);
                calls++;
            }
        }

        calls.ShouldBeGreaterThan(50);
    }
}
