using AudioSubnet.TestData;

namespace AudioSubnet.Cli.Tests;

[Trait("Area", "cli")]
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("speek")]
    [InlineData("speak")]
    [InlineData("speak", "hello", "--modle", "flite/slt")]
    [InlineData("speak", "hello", "--rate", "fast")]
    [InlineData("clone", "hello")]
    [InlineData("evaluate", "tts", "a.wav", "--text", "hello", "--profile", "kind")]
    [InlineData("localnet", "--rounds", "many")]
    [InlineData("validator", "--judges", "strict")]
    [InlineData("wallet", "regen", "lukewarmkey")]
    public async Task Wrong_arguments_are_named_and_end_with_exit_code_2(params string[] arguments)
    {
        var (code, output, errors) = await ProgramRun.ToEndAsync(null, null, arguments);

        code.ShouldBe(2);
        errors.ShouldContain("error:");
        errors.ShouldContain("See: audiosubnet");
        (output + errors).ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("Did you mean 'stake'?", "stak", "add")]
    [InlineData("Did you mean 'add'?", "stake", "ad", "--amount", "3")]
    [InlineData("Did you mean '--wallet.name'?", "register", "--wallet-name", "a")]
    [InlineData("Did you mean '--amount'?", "stake", "add", "--amuont", "3")]
    [InlineData("'stake' needs one of: list, add, remove.", "stake")]
    [InlineData("'1,5' is not an amount", "transfer", "--to", "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", "--amount", "1,5")]
    public async Task What_was_probably_meant_is_named(string said, params string[] arguments)
    {
        var (code, _, errors) = await ProgramRun.ToEndAsync(null, null, arguments);

        code.ShouldBe(2);
        errors.ShouldContain(said);
    }

    [Theory]
    [InlineData("flite/slt", "speak", "hello", "--model", "flite/slz")]
    [InlineData(".wav, .flac, .ogg", "speak", "hello", "-o", "a.mp9")]
    [InlineData("The text is empty", "speak", "  ")]
    [InlineData("nowhere.wav", "evaluate", "tts", "nowhere.wav", "--text", "hello")]
    [InlineData("nowhere.wav", "clone", "hello", "--reference", "nowhere.wav")]
    [InlineData("300", "compose", "piano", "--seconds", "4000")]
    [InlineData("wrong-text", "localnet", "--adversaries", "rude")]
    [InlineData("--rounds", "localnet", "--rounds", "-3")]
    [InlineData("flite/slt", "localnet", "--miners", "flite/nobody", "--rounds", "1", "--fast")]
    [InlineData("1 to 64", "localnet", "--miners", "900")]
    public async Task What_cannot_be_done_is_said_in_one_line_with_exit_code_1(string said, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        var (code, output, errors) = await ProgramRun.ToEndAsync(folder.Path, null, arguments);

        code.ShouldBe(1, errors);
        errors.Split('\n').Count(line => line.StartsWith("error:", StringComparison.Ordinal)).ShouldBe(1, errors);
        errors.ShouldContain(said);
        (output + errors).ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Music_that_cannot_be_explained_is_not_composed()
    {
        using var folder = new TemporaryFolder();
        string model = Path.Combine(TestPaths.Repository, "tests", "golden", "musicgen", "tiny");
        var (code, _, errors) = await ProgramRun.ToEndAsync(folder.Path, null, "compose", "piano", "--explain", "--model", model, "-o", "a.wav");

        code.ShouldBe(1);
        errors.ShouldContain("cannot explain its music; fluidsynth/composer can");
        Directory.EnumerateFileSystemEntries(folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stack_trace_comes_only_with_the_debug_flag()
    {
        using var folder = new TemporaryFolder();
        var (_, _, errors) = await ProgramRun.ToEndAsync(folder.Path, null, "evaluate", "tts", "nowhere.wav", "--text", "hello", "--logging.debug");

        errors.ShouldContain("   at AudioSubnet");
    }

    [Theory]
    [InlineData("not audio at all")]
    [InlineData("RIFF\u0010\0\0\0WAVEfmt ")]
    [InlineData("")]
    public async Task A_broken_audio_file_is_named(string content)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("broken.wav"), content, TestContext.Current.CancellationToken);
        var (code, _, errors) = await ProgramRun.ToEndAsync(folder.Path, null, "evaluate", "tts", "broken.wav", "--text", "hello");

        code.ShouldBe(1);
        errors.ShouldContain("broken.wav");
        errors.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Errors_have_no_colour_codes_when_they_are_not_on_a_terminal()
    {
        var (_, _, errors) = await ProgramRun.ToEndAsync(null, null, "speak", "hello", "--model", "x");

        errors.ShouldNotContain('\e');
    }

    [Fact]
    public async Task Help_names_every_command()
    {
        var (code, output, _) = await ProgramRun.ToEndAsync(null, null, "--help");

        code.ShouldBe(0);
        foreach (string command in new[] { "localnet", "miner", "validator", "speak", "clone", "compose", "evaluate", "engines", "models", "wallet", "register", "stake", "subnet", "metagraph", "weights" })
            output.ShouldContain($"\n  {command} ");
    }
}
