using System.Text.Json;
using AudioSubnet.Inference.Tokenizers;
using AudioSubnet.TestData;

namespace AudioSubnet.Inference.Tests.Tokenizers;

/// <summary>The reference's texts with their tokens and ids: <c>tokens*.json</c> beside the tokenizer's files, in any golden folder.</summary>
internal static class GoldenTokens
{
    public sealed record Sample(string Text, string[]? Tokens, int[] Ids);

    /// <summary>Theory data: the files.</summary>
    public static IEnumerable<TheoryDataRow<string>> Files()
    {
        var rows = (
            from root in TestPaths.GoldenFolders
            from file in Directory.EnumerateFiles(root, "tokens*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            select new TheoryDataRow<string>(file)).ToList();
        return rows.Count > 0 ? rows : [new TheoryDataRow<string>("") { Skip = "no tokens*.json in tests/golden, ../shared/golden or a folder that AUDIOSUBNET_GOLDEN names" }];
    }

    public static IEnumerable<Sample> Read(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
        foreach (JsonElement entry in document.RootElement.EnumerateArray())
            yield return new Sample(
                entry.GetProperty("text").GetString()!,
                entry.TryGetProperty("tokens", out JsonElement tokens) ? [.. tokens.EnumerateArray().Select(token => token.GetString()!)] : null,
                [.. entry.GetProperty("input_ids").EnumerateArray().Select(id => id.GetInt32())]);
    }

    /// <summary>The tokenizer whose files lie in a folder.</summary>
    public static ITextTokenizer Open(string folder)
    {
        bool Has(string name) => File.Exists(Path.Combine(folder, name));
        if (Has("vocab.txt"))
            return WordPieceTokenizer.FromFolder(folder);
        if (Has("merges.txt"))
            return RobertaTokenizer.FromFolder(folder);
        if (Directory.EnumerateFiles(folder, "*.model").Any())
            return SentencePieceTokenizer.FromFolder(folder);
        return File.ReadAllText(Path.Combine(folder, "tokenizer_config.json")).Contains("Vits", StringComparison.Ordinal) ? VitsTokenizer.FromFolder(folder) : CtcTokenizer.FromFolder(folder);
    }

    /// <summary>One folder for each kind of tokenizer that the golden folders hold; the repository's own come first.</summary>
    public static IReadOnlyDictionary<string, string> Folders() => (
        from root in TestPaths.GoldenFolders
        from file in Directory.EnumerateFiles(root, "tokenizer_config.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        let folder = Path.GetDirectoryName(file)!
        group folder by Open(folder).GetType().Name).ToDictionary(group => group.Key, group => group.First());
}
