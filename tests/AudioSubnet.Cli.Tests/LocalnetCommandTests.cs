using System.Text.Json;

namespace AudioSubnet.Cli.Tests;

[Trait("Area", "cli")]
public sealed class LocalnetCommandTests
{
    [Fact]
    public async Task A_subnet_ranks_honest_miners_above_every_misbehaving_one_and_pays_them()
    {
        using var folder = new TemporaryFolder();
        string output = folder.File("run");
        var (code, text, errors) = await ProgramRun.ToEndAsync(
            null,
            null,
            "localnet", "--rounds", "3", "--fast", "--seed", "11", "--miners", "flite/slt,flite/rms,espeak-ng/en-us",
            "--adversaries", "silent,noisy,wrong-text,copier,crashing", "--json", "--out", output);

        code.ShouldBe(0, errors);
        using JsonDocument summary = JsonDocument.Parse(text);
        (await File.ReadAllTextAsync(Path.Combine(output, "summary.json"), TestContext.Current.CancellationToken)).Trim().ShouldBe(text.Trim());
        JsonElement[] miners = [.. summary.RootElement.GetProperty("miners").EnumerateArray()];
        JsonElement[] honest = [.. miners.Where(miner => miner.GetProperty("behaviour").GetString() == "honest")];
        JsonElement[] others = [.. miners.Except(honest)];
        (honest.Length, others.Length).ShouldBe((3, 5));
        honest.Min(Total).ShouldBeGreaterThan(others.Max(Total), text);
        honest.ShouldAllBe(miner => miner.GetProperty("responses").GetInt32() == 3 && miner.GetProperty("failures").GetInt32() == 0, text);
        honest.ShouldAllBe(miner => miner.GetProperty("incentive").GetDouble() > 0 && miner.GetProperty("emission").GetDouble() > 0);
        honest.Sum(miner => miner.GetProperty("weight").GetDouble()).ShouldBeInRange(0.5, 1.0001);

        JsonElement[] clips = [.. summary.RootElement.GetProperty("audio").EnumerateArray()];
        clips.Select(clip => clip.GetProperty("service").GetString()).Distinct().Order().ShouldBe(["tts", "ttm", "vc"], ignoreOrder: true);
        clips.ShouldAllBe(clip => File.Exists(Path.Combine(output, clip.GetProperty("path").GetString()!)));
        clips.ShouldAllBe(clip => clip.GetProperty("metrics").EnumerateObject().Any() && clip.GetProperty("explanation").GetString()!.Length > 0);
        errors.ShouldContain("and read back");
    }

    [Fact]
    public async Task An_interrupted_run_ends_cleanly_and_still_writes_its_summary()
    {
        using var folder = new TemporaryFolder();
        string output = folder.File("run");
        using ProgramRun run = ProgramRun.Start(null, null, "localnet", "--rounds", "0", "--fast", "--miners", "flite/slt", "--out", output);
        await run.Printed("round 1:");

        run.Interrupt();

        (await run.EndAsync()).ShouldBe(130);
        using JsonDocument summary = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(output, "summary.json"), TestContext.Current.CancellationToken));
        summary.RootElement.GetProperty("miners").GetArrayLength().ShouldBe(1);
        run.Errors.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_folder_with_something_in_it_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("mine.txt"), "keep", TestContext.Current.CancellationToken);

        var (code, _, errors) = await ProgramRun.ToEndAsync(null, null, "localnet", "--rounds", "1", "--fast", "--out", folder.Path);

        code.ShouldBe(1);
        errors.ShouldContain("not empty");
        Directory.EnumerateFileSystemEntries(folder.Path).Single().ShouldEndWith("mine.txt");
    }

    private static double Total(JsonElement miner) => miner.GetProperty("total").GetDouble();
}
