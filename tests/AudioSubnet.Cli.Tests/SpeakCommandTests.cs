using AudioSubnet.Dsp.Files;

namespace AudioSubnet.Cli.Tests;

[Trait("Area", "cli")]
public sealed class SpeakCommandTests
{
    private const string Text = "The first train leaves at noon. The second one does not.";

    [Theory]
    [InlineData("speech.wav")]
    [InlineData("deep/er/speech.flac")]
    public async Task Speech_is_written_to_the_named_file(string name)
    {
        using var folder = new TemporaryFolder();
        var (code, output, errors) = await ProgramRun.ToEndAsync(folder.Path, null, "speak", Text, "-o", name);

        code.ShouldBe(0, errors);
        output.ShouldContain("first sound after");
        (await AudioFile.ReadAsync(folder.File(name), cancellationToken: TestContext.Current.CancellationToken)).Seconds.ShouldBeInRange(2, 6);
        Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_dash_writes_WAV_to_standard_output_and_the_report_elsewhere()
    {
        using var folder = new TemporaryFolder();
        var (code, output, errors) = await ProgramRun.ToEndAsync(folder.Path, null, "speak", Text, "-o", "-");

        code.ShouldBe(0, errors);
        output.ShouldStartWith("RIFF");
        errors.ShouldContain("standard output: ");
        Directory.EnumerateFileSystemEntries(folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_failed_engine_leaves_no_file()
    {
        using var folder = new TemporaryFolder();
        var (code, _, errors) = await ProgramRun.ToEndAsync(folder.Path, null, "speak", "日本語", "-o", "a.wav");

        code.ShouldBe(1);
        errors.ShouldContain("nothing in the text");
        Directory.EnumerateFileSystemEntries(folder.Path).ShouldBeEmpty();
    }
}
