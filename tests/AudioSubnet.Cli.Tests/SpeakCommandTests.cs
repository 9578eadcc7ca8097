using AudioSubnet.Dsp.Files;
using AudioSubnet.TestData;

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

    [Theory]
    [InlineData("--model", "vits/plain-duration")]
    [InlineData("--fb_model_path", "vits/multispeaker", "--speaker", "2", "--speaking-rate", "1.3")]
    [InlineData("--model", "speecht5/tiny", "--precision", "fp32")]
    public async Task The_folder_of_a_model_speaks(string option, string checkpoint, params string[] more)
    {
        using var folder = new TemporaryFolder();
        string model = Path.Combine(TestPaths.Repository, "tests", "golden", Path.Combine(checkpoint.Split('/')));
        async Task<byte[]> Speak(string file, string seed)
        {
            var (code, _, errors) = await ProgramRun.ToEndAsync(folder.Path, null, ["speak", Text, option, model, "--seed", seed, "-o", file, .. more]);
            code.ShouldBe(0, errors);
            return await File.ReadAllBytesAsync(folder.File(file), TestContext.Current.CancellationToken);
        }

        byte[] first = await Speak("a.wav", "7");
        first.Length.ShouldBeGreaterThan(5000);
        (await Speak("b.wav", "7")).AsSpan().SequenceEqual(first).ShouldBeTrue();
    }

    [Theory]
    [InlineData("is no folder", "--fb_model_path", "nowhere")]
    [InlineData("--permissive-only", "--model", "facebook/mms-tts-eng", "--permissive-only")]
    [InlineData("audiosubnet models pull facebook/mms-tts-zzz", "--model", "facebook/mms-tts-zzz")]
    [InlineData("no config.json", "--model", ".")]
    [InlineData("one voice", "--model", "flite/slt", "--speaker", "3")]
    public async Task A_model_that_cannot_speak_says_why_in_one_line(string said, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        var (code, output, errors) = await ProgramRun.ToEndAsync(folder.Path, null, ["speak", Text, .. arguments]);

        code.ShouldBe(1, errors);
        errors.ShouldContain(said);
        (output + errors).ShouldNotContain("   at ");
    }

    [Fact]
    public async Task The_list_of_engines_shows_models_with_their_licence()
    {
        var (code, output, errors) = await ProgramRun.ToEndAsync(null, null, "engines", "--json");

        code.ShouldBe(0, errors);
        using var lines = System.Text.Json.JsonDocument.Parse(output);
        var model = lines.RootElement.EnumerateArray().Single(line => line.GetProperty("name").GetString() == "facebook/mms-tts-eng");
        model.GetProperty("license").GetString().ShouldBe("CC-BY-NC-4.0");
        model.GetProperty("kind").GetString().ShouldBe("speech");
    }
}
