using System.Text.Json;
using Bittensor.Scale;
using Bittensor.Scale.Metadata;

namespace Bittensor.Tests.Scale;

/// <summary>What real metadata files say must be what the facts beside them say.</summary>
[Trait("Area", "chain")]
public sealed class MetadataFactsTests
{
    [Fact]
    public void Every_file_is_read_to_the_end() => ForEach((metadata, _) =>
    {
        metadata.Version.ShouldBeInRange(14, 16);
        metadata.Types.Count.ShouldBeGreaterThan(100);
    });

    [Fact]
    public void Pallets_and_their_indices_are_those_of_the_chain() => ForEach((metadata, facts) =>
        metadata.Pallets.Select(p => $"{p.Index} {p.Name}").Order(StringComparer.Ordinal)
            .ShouldBe(facts.GetProperty("pallets").EnumerateArray().Select(p => $"{Number(p, "index")} {Text(p, "name")}").Order(StringComparer.Ordinal)));

    [Fact]
    public void Calls_have_the_indices_and_argument_types_of_the_chain() => ForEach((metadata, facts) =>
    {
        foreach (JsonProperty pallet in facts.GetProperty("calls").EnumerateObject())
        {
            Pallet found = metadata.Pallet(pallet.Name);
            found.Calls.Count.ShouldBe(pallet.Value.GetArrayLength(), pallet.Name);
            foreach (JsonElement expected in pallet.Value.EnumerateArray())
            {
                CallDescription call = found.Call(Text(expected, "name"));
                $"{found.Index:x2}{call.Index:x2}".ShouldBe(Text(expected, "callIndexHex"));
                call.Arguments.Select(a => $"{a.Name} {a.Type} {a.TypeName}")
                    .ShouldBe(expected.GetProperty("args").EnumerateArray().Select(a => $"{Text(a, "name")} {Number(a, "id")} {Text(a, "typeName")}"));
            }
        }
    });

    [Fact]
    public void Storage_has_the_prefixes_hashers_types_and_defaults_of_the_chain() => ForEach((metadata, facts) =>
    {
        foreach (JsonProperty pallet in facts.GetProperty("storage").EnumerateObject())
        {
            Pallet found = metadata.Pallet(pallet.Name);
            found.StorageEntries.Count.ShouldBe(pallet.Value.GetProperty("entries").GetArrayLength());
            foreach (JsonElement expected in pallet.Value.GetProperty("entries").EnumerateArray())
            {
                StorageEntry entry = found.Storage(Text(expected, "name"));
                string name = $"{pallet.Name}.{entry.Name}";
                Hex(entry.Prefix).ShouldBe(Text(pallet.Value, "prefixTwox128") + Text(expected, "twox128")[2..], name);
                entry.Description.Modifier.ToString().ShouldBe(Text(expected, "modifier"), name);
                Hex(entry.Description.Default.Span).ShouldStartWith(Text(expected, "default").TrimEnd('…'), Case.Sensitive, name);
                entry.Description.ValueType.ShouldBe(Number(expected.GetProperty("value"), "id"), name);
                bool isMap = Text(expected, "kind") == "map";
                entry.KeyTypes.ShouldBe(isMap ? expected.GetProperty("keys").EnumerateArray().Select(k => Number(k, "id")) : [], name);
                entry.Description.Hashers.Select(HasherName).ShouldBe(isMap ? expected.GetProperty("hashers").EnumerateArray().Select(h => h.GetString()) : [], name);
            }
        }
    });

    [Fact]
    public void Storage_defaults_and_constants_decode_and_encode_back() => ForEach((metadata, facts) =>
    {
        foreach (StorageEntry entry in metadata.Pallets.SelectMany(p => p.StorageEntries).Where(e => e.Description.Modifier == StorageModifier.Default))
            Hex(entry.EncodeValue(entry.DecodeValue(null))).ShouldBe(Hex(entry.Description.Default.Span), $"{entry.Pallet}.{entry.Name}");
        foreach (JsonProperty pallet in facts.GetProperty("constants").EnumerateObject())
            foreach (JsonElement expected in pallet.Value.EnumerateArray())
            {
                ConstantMetadata constant = metadata.Pallet(pallet.Name).Description.Constants.Single(c => c.Name == Text(expected, "name"));
                constant.Type.ShouldBe(Number(expected, "id"), constant.Name);
                // The facts cut long values off.
                Hex(constant.Value.Span).ShouldStartWith(Text(expected, "valueHex").TrimEnd('…'), Case.Sensitive, constant.Name);
                Hex(metadata.Types.Encode(constant.Type, metadata.Constant(pallet.Name, constant.Name))).ShouldBe(Hex(constant.Value.Span), constant.Name);
            }
    });

    [Fact]
    public void Errors_and_events_have_the_names_and_indices_of_the_chain() => ForEach((metadata, facts) =>
    {
        foreach (JsonProperty pallet in facts.GetProperty("errors").EnumerateObject())
            foreach (JsonElement expected in pallet.Value.EnumerateArray())
                metadata.Pallet(pallet.Name).Error((byte)Number(expected, "index"))!.Name.ShouldBe(Text(expected, "name"));
        foreach (JsonProperty pallet in facts.GetProperty("events").EnumerateObject())
            metadata.Pallet(pallet.Name).Events.Select(e => $"{e.Index} {e.Name} {string.Join(' ', e.Fields.Select(f => $"{f.Name}:{f.Type}"))}")
                .ShouldBe(pallet.Value.EnumerateArray().Select(e => $"{Number(e, "index")} {Text(e, "name")} {string.Join(' ', e.GetProperty("fields").EnumerateArray().Select(f => $"{Text(f, "name")}:{Number(f, "id")}"))}"));
    });

    [Fact]
    public void Extrinsics_have_the_parts_and_extensions_of_the_chain() => ForEach((metadata, facts) =>
    {
        JsonElement expected = facts.GetProperty("extrinsic");
        metadata.Extrinsic.Versions.ShouldContain((byte)4);
        metadata.Extrinsic.AddressType.ShouldBe(Number(expected.GetProperty("addressType"), "id"));
        metadata.Extrinsic.CallType.ShouldBe(Number(expected, "callType"));
        metadata.Extrinsic.SignatureType.ShouldBe(Number(expected.GetProperty("signatureType"), "id"));
        metadata.Extrinsic.Extensions.Select(e => $"{e.Identifier} {e.ExtraType} {e.AdditionalType}").ShouldBe(
            expected.GetProperty("signedExtensions").EnumerateArray()
                .Select(e => $"{Text(e, "identifier")} {Number(e.GetProperty("extra"), "id")} {Number(e.GetProperty("additionalSigned"), "id")}"));
    });

    [Fact]
    public void Runtime_apis_have_the_methods_of_the_chain() => ForEach((metadata, facts) =>
    {
        if (metadata.Version < 15)
        {
            metadata.ApiMethods.ShouldBeEmpty();
            return;
        }

        if (metadata.Version >= 16)
            metadata.Content.Apis.Select(a => $"{a.Name} {a.Version}").ShouldBe(facts.GetProperty("runtimeApis").EnumerateArray().Select(a => $"{Text(a, "name")} {Number(a, "version")}"), ignoreOrder: true);
        var expected = facts.GetProperty("runtimeApis").EnumerateArray().SelectMany(a => a.GetProperty("methods").EnumerateArray())
            .Select(m => $"{Text(m, "stateCall")} {string.Join(' ', m.GetProperty("inputs").EnumerateArray().Select(i => $"{Text(i, "name")}:{Number(i, "id")}"))} -> {Number(m.GetProperty("output"), "id")}");
        metadata.ApiMethods.Select(m => $"{m.StateCall} {string.Join(' ', m.Description.Inputs.Select(i => $"{i.Name}:{i.Type}"))} -> {m.Description.Output}").ShouldBe(expected, ignoreOrder: true);
    });

    [Fact]
    public void Named_types_have_the_fields_and_variants_of_the_chain() => ForEach((metadata, facts) =>
    {
        foreach (JsonElement expected in facts.GetProperty("types").EnumerateArray())
        {
            TypeDefinition type = metadata.Types[Number(expected, "id")];
            string.Join("::", type.Path).ShouldBe(Text(expected, "path"));
            if (expected.TryGetProperty("fields", out JsonElement fields))
                ((CompositeShape)type.Shape).Fields.Select(f => $"{f.Name}:{f.Type}").ShouldBe(fields.EnumerateArray().Select(f => $"{Text(f, "name")}:{Number(f, "id")}"), type.Name);
            else
                ((VariantShape)type.Shape).Variants.Select(v => $"{v.Index} {v.Name} {string.Join(' ', v.Fields.Select(f => f.Name))}")
                    .ShouldBe(expected.GetProperty("variants").EnumerateArray().Select(v => $"{Number(v, "index")} {Text(v, "name")} {string.Join(' ', v.GetProperty("fields").EnumerateArray().Select(f => Text(f, "name")))}"), type.Name);
        }
    });

    private static void ForEach(Action<RuntimeMetadata, JsonElement> check)
    {
        foreach (string file in MetadataFiles.All())
        {
            RuntimeMetadata metadata = RuntimeMetadata.Read(File.ReadAllBytes(file));
            if (MetadataFiles.Facts(file) is { } facts)
                check(metadata, facts);
        }
    }

    private static string HasherName(StorageHasher hasher) => hasher switch
    {
        StorageHasher.Blake2b128 => "Blake2_128",
        StorageHasher.Blake2b256 => "Blake2_256",
        StorageHasher.Blake2b128Concat => "Blake2_128Concat",
        _ => hasher.ToString(),
    };

    private static string Hex(ReadOnlySpan<byte> bytes) => "0x" + Convert.ToHexStringLower(bytes);

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? "";

    private static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();
}
