using System.Text.RegularExpressions;
using AudioSubnet.TestData;

namespace Bittensor.Tests.Docs;

/// <summary>
/// docs/sdk.md shows what is compiled and run here: each example under a heading comment such as
/// <c>&lt;!-- example: keys --&gt;</c> is the region of that name, word for word.
/// </summary>
[Trait("Area", "docs")]
public sealed partial class SdkPageTests
{
    private static readonly string Folder = Path.Combine(TestPaths.Repository, "tests", "Bittensor.Tests", "Docs");

    [Fact]
    public void Every_example_of_the_page_is_run_by_a_test()
    {
        string page = File.ReadAllText(Path.Combine(TestPaths.Repository, "docs", "sdk.md"));
        Dictionary<string, string> regions = Directory.EnumerateFiles(Folder, "*.cs").SelectMany(Regions).ToDictionary(StringComparer.Ordinal);
        Dictionary<string, string> examples = Example().Matches(page).ToDictionary(
            match => match.Groups["name"].Value, match => match.Groups["text"].Value.Trim('\n'), StringComparer.Ordinal);

        examples.Count.ShouldBe(CSharpBlock().Count(page), "each block of C# has a comment above it that names its example");
        examples.Keys.Order(StringComparer.Ordinal).ShouldBe(regions.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, string text) in examples)
            text.ShouldBe(regions[name], $"example {name}");
    }

    private static IEnumerable<KeyValuePair<string, string>> Regions(string file)
    {
        string? name = null;
        List<string> lines = [];
        foreach (string line in File.ReadLines(file))
        {
            string bare = line.Trim();
            if (bare.StartsWith("#region ", StringComparison.Ordinal))
            {
                name = bare["#region ".Length..];
                lines.Clear();
            }
            else if (bare == "#endregion" && name is not null)
            {
                yield return KeyValuePair.Create(name, Unindented(lines));
                name = null;
            }
            else
            {
                lines.Add(line);
            }
        }
    }

    private static string Unindented(List<string> lines)
    {
        int indent = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length == 0 ? "" : line[indent..]));
    }

    [GeneratedRegex(@"<!-- example: (?<name>\w+) -->\n```csharp\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Example();

    [GeneratedRegex("^```csharp", RegexOptions.Multiline)]
    private static partial Regex CSharpBlock();
}
