using System.Text.Json;

namespace AudioSubnet.Cli.Tests;

[Trait("Area", "cli")]
public sealed class EvaluateCommandTests
{
    private const string Text = "The first train leaves at noon. The second one does not.";

    [Fact]
    public async Task A_score_names_its_judges_with_their_licences_and_why_some_are_absent()
    {
        using var folder = new TemporaryFolder();
        (await ProgramRun.ToEndAsync(folder.Path, null, "speak", Text, "-o", "a.wav")).ExitCode.ShouldBe(0);
        string[] evaluate = ["evaluate", "tts", "a.wav", "--text", Text];

        var (code, output, errors) = await ProgramRun.ToEndAsync(folder.Path, null, [.. evaluate, "--json", "--judges", "builtin"]);
        code.ShouldBe(0, errors);
        using JsonDocument builtin = JsonDocument.Parse(output);
        builtin.RootElement.GetProperty("value").GetDouble().ShouldBeGreaterThan(0.4);
        foreach (JsonElement judge in builtin.RootElement.GetProperty("judges").EnumerateArray())
        {
            judge.GetProperty("license").GetString().ShouldNotBeNullOrEmpty();
            judge.GetProperty("absence").GetString()!.ShouldContain("built-in");
        }

        (code, output, errors) = await ProgramRun.ToEndAsync(folder.Path, null, [.. evaluate, "--permissive-only"]);
        code.ShouldBe(0, errors);
        output.Split('\n').Single(line => line.StartsWith("judge of naturalness", StringComparison.Ordinal)).ShouldContain("CC-BY-NC-SA-4.0");
    }
}
