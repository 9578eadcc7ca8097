using System.Text.Json;
using AudioSubnet.TestData;
using Bittensor.Crypto;
using Bittensor.Scale;
using Bittensor.Scale.Metadata;

namespace Bittensor.Tests.Scale;

[Trait("Area", "vectors")]
public sealed class StorageKeyVectorTests
{
    [Fact]
    public void Keys_are_those_of_polkadot_js() => ForEach((entry, arguments, key) =>
        Convert.ToHexStringLower(entry.Key([.. arguments])).ShouldBe(key, entry.Name));

    [Fact]
    public void Keys_give_their_arguments_back() => ForEach((entry, arguments, key) =>
        entry.DecodeKey(Convert.FromHexString(key)).Select(a => a switch
        {
            ScaleBytes bytes => "0x" + Convert.ToHexStringLower(bytes.Memory.Span),
            ScaleAccount account => account.Account.ToString(),
            _ => a?.ToString(),
        }).ShouldBe(arguments.Select(a => (string?)a)));

    private static void ForEach(Action<StorageEntry, string[], string> check)
    {
        int checkedKeys = 0;
        foreach (string file in TestPaths.VectorFiles("storage_keys.json"))
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            RuntimeMetadata metadata = MetadataFiles.Read(document.RootElement.GetProperty("metadata").GetString()!);
            foreach (JsonElement vector in document.RootElement.GetProperty("vectors").EnumerateArray())
            {
                StorageEntry entry = metadata.Storage(vector.GetProperty("pallet").GetString()!, vector.GetProperty("entry").GetString()!);
                string[] arguments = [.. vector.GetProperty("args").EnumerateArray().Select(a => a.GetString()!)];
                check(entry, arguments, vector.GetProperty("key").GetString()![2..]);
                checkedKeys++;
            }
        }

        checkedKeys.ShouldBeGreaterThan(100);
    }
}
