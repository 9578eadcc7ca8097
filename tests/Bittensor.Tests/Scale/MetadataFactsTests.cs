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
            .ShouldBe(Select(facts, "pallets", p => $"{Number(p, "index")} {Text(p, "name")}").Order(StringComparer.Ordinal)));

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
                    .ShouldBe(Select(expected, "args", a => $"{Text(a, "name")} {Number(a, "id")} {Text(a, "typeName")}"));
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
                entry.KeyTypes.ShouldBe(isMap ? Select(expected, "keys", k => Number(k, "id")) : [], name);
                entry.Description.Hashers.Select(HasherName).ShouldBe(isMap ? Select(expected, "hashers", h => h.GetString()!) : [], name);
            }
        }
    });

    [Fact]
    public void Storage_defaults_and_constants_decode_and_encode_back() => ForEach((metadata, facts) =>
    {
        foreach (StorageEntry entry in metadata.Pallets.SelectMany(p => p.StorageEntries))
            if (entry.Description.Modifier == StorageModifier.Default)
                Hex(entry.EncodeValue(entry.DecodeValue(null))).ShouldBe(Hex(entry.Description.Default.Span), entry.Name);
        foreach (JsonProperty pallet in facts.GetProperty("constants").EnumerateObject())
            foreach (JsonElement expected in pallet.Value.EnumerateArray())
            {
                string name = Text(expected, "name");
                ConstantMetadata constant = metadata.Pallet(pallet.Name).Description.Constants.Single(c => c.Name == name);
                constant.Type.ShouldBe(Number(expected, "id"), name);
                // The facts cut long values off.
                Hex(constant.Value.Span).ShouldStartWith(Text(expected, "valueHex").TrimEnd('…'), Case.Sensitive, constant.Name);
                Hex(metadata.Types.Encode(constant.Type, metadata.Constant(pallet.Name, name))).ShouldBe(Hex(constant.Value.Span), name);
            }
    });

    [Fact]
    public void Errors_and_events_have_the_names_and_indices_of_the_chain() => ForEach((metadata, facts) =>
    {
        foreach (JsonProperty pallet in facts.GetProperty("errors").EnumerateObject())
            foreach (JsonElement expected in pallet.Value.EnumerateArray())
                metadata.Pallet(pallet.Name).Error((byte)Number(expected, "index"))!.Name.ShouldBe(Text(expected, "name"));
        foreach (JsonProperty pallet in facts.GetProperty("events").EnumerateObject())
            metadata.Pallet(pallet.Name).Events.Select(e => $"{e.Index} {e.Name} {Fields(e.Fields)}")
                .ShouldBe(pallet.Value.EnumerateArray().Select(e => $"{Number(e, "index")} {Text(e, "name")} {Fields(e, "fields")}"));
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
            Select(expected, "signedExtensions", e =>
                $"{Text(e, "identifier")} {Number(e.GetProperty("extra"), "id")} {Number(e.GetProperty("additionalSigned"), "id")}"));
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
        {
            metadata.Content.Apis.Select(a => $"{a.Name} {a.Version}")
                .ShouldBe(Select(facts, "runtimeApis", a => $"{Text(a, "name")} {Number(a, "version")}"), ignoreOrder: true);
        }

        IEnumerable<string> expected = Select(facts, "runtimeApis", a => a).SelectMany(a => Select(a, "methods", m =>
            $"{Text(m, "stateCall")} {Fields(m, "inputs")} -> {Number(m.GetProperty("output"), "id")}"));
        metadata.ApiMethods.Select(m =>
            $"{m.StateCall} {string.Join(' ', m.Description.Inputs.Select(i => $"{i.Name}:{i.Type}"))} -> {m.Description.Output}")
            .ShouldBe(expected, ignoreOrder: true);
    });

    [Fact]
    public void Named_types_have_the_fields_and_variants_of_the_chain() => ForEach((metadata, facts) =>
    {
        foreach (JsonElement expected in facts.GetProperty("types").EnumerateArray())
        {
            TypeDefinition type = metadata.Types[Number(expected, "id")];
            string.Join("::", type.Path).ShouldBe(Text(expected, "path"));
            if (expected.TryGetProperty("fields", out _))
            {
                Fields(((CompositeShape)type.Shape).Fields).ShouldBe(Fields(expected, "fields"), type.Name);
            }
            else
            {
                ((VariantShape)type.Shape).Variants.Select(v => (v.Index, v.Name, v.Fields.Count)).ShouldBe(
                    Select(expected, "variants", v =>
                        ((byte)Number(v, "index"), Text(v, "name"), v.GetProperty("fields").GetArrayLength())));
            }
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

    private static IEnumerable<T> Select<T>(JsonElement json, string list, Func<JsonElement, T> item) =>
        json.GetProperty(list).EnumerateArray().Select(item);

    private static string Fields(IEnumerable<TypeField> fields) => string.Join(' ', fields.Select(f => $"{f.Name}:{f.Type}"));

    private static string Fields(JsonElement json, string list) =>
        string.Join(' ', Select(json, list, f => $"{Text(f, "name")}:{Number(f, "id")}"));

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
