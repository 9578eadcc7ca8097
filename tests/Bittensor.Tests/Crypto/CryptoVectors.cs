using System.Security.Cryptography;
using System.Text.Json;
using AudioSubnet.TestData;

namespace Bittensor.Tests.Crypto;

/// <summary>Reads the published vectors; every folder that has the file counts, identical copies once.</summary>
internal static class CryptoVectors
{
    public static IEnumerable<JsonElement> Read(string file, string list)
    {
        foreach (string path in Files(file))
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            foreach (JsonElement element in document.RootElement.GetProperty(list).EnumerateArray())
                yield return element.Clone();
        }
    }

    public static IEnumerable<string> Files(string file) =>
        TestPaths.VectorFiles(file).DistinctBy(path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))));

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static byte[] Bytes(this JsonElement element, string name) => Convert.FromHexString(element.Text(name).AsSpan(2));
}
