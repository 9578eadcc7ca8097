using System.Text.Json;
using AudioSubnet.TestData;

namespace AudioSubnet.Cli.Tests;

[Trait("Area", "cli")]
public sealed class LocalnetModelTests
{
    [Fact]
    public async Task A_miner_with_a_model_runs_beside_the_others_and_is_ranked_by_what_it_says()
    {
        using var folder = new TemporaryFolder();
        string golden = Path.Combine(TestPaths.Repository, "tests", "golden"), model = Path.Combine(golden, "vits", "plain-duration");
        var (code, text, errors) = await ProgramRun.ToEndAsync(
            null, null, "localnet", "--rounds", "2", "--fast", "--seed", "11", "--miners", $"{model},flite/slt", "--music.model", Path.Combine(golden, "musicgen", "tiny"),
            "--patience", "2", "--json", "--out", folder.File("run"));

        code.ShouldBe(0, errors);
        using JsonDocument summary = JsonDocument.Parse(text);
        JsonElement Miner(string engine) => summary.RootElement.GetProperty("miners").EnumerateArray().Single(miner => miner.GetProperty("engine").GetString() == engine);
        Miner(model).GetProperty("responses").GetInt32().ShouldBe(2, text);
        Miner(model).GetProperty("failures").GetInt32().ShouldBe(0, text);
        Miner("flite/slt").GetProperty("total").GetDouble().ShouldBeGreaterThanOrEqualTo(Miner(model).GetProperty("total").GetDouble(), "random weights speak no words");
    }

    [Fact]
    public async Task Patience_that_makes_no_sense_is_refused()
    {
        var (code, _, errors) = await ProgramRun.ToEndAsync(null, null, "localnet", "--patience", "0");

        code.ShouldBe(1, errors);
        errors.ShouldContain("--patience is 0; it must be from 0.1 to 100.");
    }

    [Fact]
    public async Task A_miner_whose_weights_are_missing_stops_the_run_with_what_to_pull()
    {
        using var folder = new TemporaryFolder();
        var (code, _, errors) = await ProgramRun.ToEndAsync(null, null, "localnet", "--rounds", "1", "--fast", "--miners", "facebook/mms-tts-zzz,flite/slt", "--out", folder.File("run"));

        code.ShouldBe(1, errors);
        errors.ShouldContain("audiosubnet models pull facebook/mms-tts-zzz");
    }
}
