using System.Text.Json;
using Bittensor.Scale;
using Bittensor.Scale.Metadata;

namespace Bittensor.Tests.Scale;

/// <summary>Values of every type that real runtimes have go to bytes and back, and to JSON and back.</summary>
[Trait("Area", "chain")]
public sealed class AnyTypeTests
{
    private const int Rounds = 4;

    [Fact]
    public void Any_type_of_a_runtime_is_encoded_and_decoded()
    {
        foreach (string file in MetadataFiles.All())
        {
            TypeRegistry types = RuntimeMetadata.Read(File.ReadAllBytes(file)).Types;
            int proved = 0;
            for (int round = 0; round < Rounds; round++)
            {
                var values = new RandomValues(types, seed: round);
                foreach (TypeDefinition type in types.Types)
                {
                    if (values.Next(type.Id) is not { } value)
                        continue;
                    proved++;
                    string what = $"{Path.GetFileName(file)} type {type.Id} {types.NameOf(type.Id)}: {value}";
                    byte[] bytes = types.Encode(type.Id, value);
                    types.Decode(type.Id, bytes).ShouldBe(value, what);
                    var reader = new ScaleReader(bytes);
                    types.Skip(type.Id, ref reader);
                    reader.Remaining.ShouldBe(0, what);
                    using JsonDocument json = JsonDocument.Parse(value.ToString(), new JsonDocumentOptions { MaxDepth = 256 });
                    types.Encode(type.Id, json.RootElement).AsSpan().SequenceEqual(bytes).ShouldBeTrue(what);
                }
            }

            proved.ShouldBeGreaterThan(types.Count * Rounds * 9 / 10);
        }
    }

    [Fact]
    public void Dictionaries_are_maps_and_structs()
    {
        (TypeRegistry numbers, int byNumber) = TypeText.Read("BTreeMap<u16,u64>");
        numbers.Encode(byNumber, new Dictionary<ushort, ulong> { [2] = 20, [1] = 10 })
            .ShouldBe(numbers.Encode(byNumber, new[] { (1, 10), (2, 20) }));
        (TypeRegistry texts, int byText) = TypeText.Read("BTreeMap<Text,u32>");
        texts.Encode(byText, new Dictionary<string, object?> { ["foo"] = 1, ["bar"] = 2 })
            .ShouldBe(texts.Encode(byText, new[] { ("bar", 2), ("foo", 1) }));
        (TypeRegistry structs, int point) = TypeText.Read("""{"x":"u8","y":"u16"}""");
        structs.Encode(point, new Dictionary<string, object?> { ["y"] = 2, ["x"] = 1 }).ShouldBe([1, 2, 0]);
    }
}
