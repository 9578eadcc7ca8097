using System.Text.Json;
using AudioSubnet.Inference.Tokenizers;
using AudioSubnet.TestData;

namespace AudioSubnet.Inference.Tests.Tokenizers;

[Trait("Area", "golden")]
public sealed class GoldenTokenTests
{
    public static IEnumerable<TheoryDataRow<string>> TokenFiles => GoldenTokens.Files();

    [Theory]
    [MemberData(nameof(TokenFiles))]
    public void Ids_and_tokens_are_the_reference_s(string file)
    {
        ITextTokenizer tokenizer = GoldenTokens.Open(Path.GetDirectoryName(file)!);
        foreach ((string text, string[]? tokens, int[] ids) in GoldenTokens.Read(file))
        {
            int[] actual = tokenizer.Encode(text);
            string.Join(' ', actual).ShouldBe(string.Join(' ', ids), $"{file}: '{text}'");
            if (tokens is not null)
                actual.Select(tokenizer.Token).ShouldBe(tokens, $"{file}: '{text}'");
        }
    }

    public static IEnumerable<TheoryDataRow<string>> DecodingFiles()
    {
        var rows = (
            from root in TestPaths.GoldenFolders
            from file in Directory.EnumerateFiles(root, "ctc_decode*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            select new TheoryDataRow<string>(file)).ToList();
        return rows.Count > 0 ? rows : [new TheoryDataRow<string>("") { Skip = "no ctc_decode.json in any golden folder" }];
    }

    [Theory]
    [MemberData(nameof(DecodingFiles))]
    public void Frames_become_the_reference_s_text(string file)
    {
        var tokenizer = CtcTokenizer.FromFolder(Path.GetDirectoryName(file)!);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
        foreach (JsonElement entry in document.RootElement.EnumerateArray())
            tokenizer.Decode([.. entry.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32())]).ShouldBe(entry.GetProperty("text").GetString());
    }
}
