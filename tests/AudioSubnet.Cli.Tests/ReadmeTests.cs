using System.Text.RegularExpressions;
using AudioSubnet.TestData;

namespace AudioSubnet.Cli.Tests;

/// <summary>The commands of the README are run as they stand there, so that it cannot rot.</summary>
[Trait("Area", "cli")]
public sealed partial class ReadmeTests
{
    [Fact]
    public async Task The_single_shot_commands_of_the_README_run_one_after_the_other()
    {
        string readme = await File.ReadAllTextAsync(Path.Combine(TestPaths.Repository, "README.md"), TestContext.Current.CancellationToken);
        string section = readme[readme.IndexOf("## One engine", StringComparison.Ordinal)..];
        string block = section[(section.IndexOf("```sh", StringComparison.Ordinal) + 5)..];
        string[] commands =
        [
            .. block[..block.IndexOf("```", StringComparison.Ordinal)].Split('\n')
                .Where(line => line.StartsWith("./audiosubnet ", StringComparison.Ordinal)),
        ];
        commands.Length.ShouldBeGreaterThan(5);

        using var folder = new TemporaryFolder();
        foreach (string command in commands)
        {
            string[] arguments = [.. Word().Matches(command.Split('#')[0]).Skip(1).Select(word => word.Value.Trim('"'))];
            var (code, output, errors) = await ProgramRun.ToEndAsync(folder.Path, null, arguments);
            code.ShouldBe(0, $"{command}\n{errors}");
            if (arguments[0] == "evaluate")
                Score().Match(output).Groups["value"].Value.ShouldBeGreaterThan("0.4", $"{command}\n{output}");
        }
    }

    [GeneratedRegex("\"[^\"]*\"|[^\\s\"]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();

    [GeneratedRegex("^score: (?<value>[0-9.]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Score();
}
