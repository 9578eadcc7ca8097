using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AudioSubnet.Cli.Tests;

/// <summary>A subnet of separate processes that know each other by the chain alone, and whose chain is killed under them.</summary>
[Trait("Area", "cli")]
public sealed partial class ChainRestartTests
{
    private const double Alpha = 0.75; // the validator's default
    private const double Punishment = -0.1;

    [Fact]
    public async Task A_subnet_goes_on_after_the_chain_was_killed_in_the_middle_of_a_round()
    {
        using var network = new ProcessNetwork();
        string data = network.File("chain");
        await network.NewWalletAsync("miner");
        await network.NewWalletAsync("validator");
        ProgramRun first = await network.StartChainAsync("--data", data);
        await network.JoinAsync();
        ProgramRun miner = await network.StartMinerAsync("miner");
        ProgramRun validator = network.StartValidator("validator");
        await validator.Printed("read back from the chain: True");
        await ShouldBeASubnetAsync(network, weightsSetAfter: 0);

        await validator.PrintedNext(" asks "); // a round is under way from here on
        await first.KillAsync();
        ulong setBefore = LastWeightsBlock(validator);
        ProgramRun second = await network.StartChainAsync("--data", data);
        ulong resumedAt = Number(await second.Printed("going on from block"), "block");

        resumedAt.ShouldBeGreaterThanOrEqualTo(setBefore, "what the validator knows of must be on the chain that comes back");
        await validator.PrintedNext("read back from the chain: True");
        string answered = await validator.PrintedNext("uid 1: Scored");
        ulong setAfter = LastWeightsBlock(validator);
        setAfter.ShouldBeGreaterThan(resumedAt);

        await ShouldBeASubnetAsync(network, setAfter);
        Answered().IsMatch(answered).ShouldBeTrue(answered);
        ScoresShouldContinue(validator);

        foreach (ProgramRun run in new[] { validator, miner, second })
            run.Interrupt();
        (await validator.EndAsync()).ShouldBeOneOf(0, 130);
        (await miner.EndAsync()).ShouldBeOneOf(0, 130);
        (await second.EndAsync()).ShouldBe(0);
        (validator.Errors + miner.Errors + second.Errors).ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_chain_with_a_data_folder_goes_on_after_it_was_killed()
    {
        using var network = new ProcessNetwork();
        string data = network.File("chain");
        await network.NewWalletAsync("rich");
        ProgramRun first = await network.StartChainAsync("--data", data);
        await ProcessNetwork.RunAsync(["register", "--yes", .. network.Wallet("rich"), .. network.Subnet]);
        await first.KillAsync();

        ProgramRun second = await network.StartChainAsync("--data", data);

        await second.Printed("going on from block");
        using JsonDocument metagraph = await ProcessNetwork.JsonAsync(["metagraph", "--json", .. network.Subnet]);
        metagraph.RootElement.GetArrayLength().ShouldBe(2, "the owner and the registered hotkey");
    }

    [Fact]
    public async Task A_validator_notices_that_the_chain_was_started_anew_and_follows_the_new_one()
    {
        using var network = new ProcessNetwork();
        await network.NewWalletAsync("miner");
        await network.NewWalletAsync("validator");
        ProgramRun first = await network.StartChainAsync();
        await network.JoinAsync();
        await network.StartMinerAsync("miner");
        ProgramRun validator = network.StartValidator("validator");
        await validator.Printed("read back from the chain: True");

        await first.KillAsync();
        await network.StartChainAsync();
        await validator.Printed("begun anew");
        await validator.Printed("is not registered");
        await network.JoinAsync();
        await validator.PrintedNext("read back from the chain: True");

        (await ProcessNetwork.RunAsync(["weights", "show", "--uid", "2", .. network.Subnet])).ShouldContain("65535");
        ScoresShouldContinue(validator);
        validator.Errors.ShouldNotContain("   at ");
    }

    /// <summary>What the chain knows of the miner, the validator and the weights between them.</summary>
    private static async Task ShouldBeASubnetAsync(ProcessNetwork network, ulong weightsSetAfter)
    {
        using JsonDocument metagraph = await ProcessNetwork.JsonAsync(["metagraph", "--json", .. network.Subnet]);
        JsonElement[] neurons = [.. metagraph.RootElement.EnumerateArray()];
        neurons.Length.ShouldBe(3, "the owner, the miner and the validator");
        neurons[1].GetProperty("axon").GetString().ShouldStartWith("127.0.0.1:");
        neurons[2].GetProperty("stake").GetDecimal().ShouldBeGreaterThan(4999);
        neurons[2].GetProperty("alpha_stake").GetDecimal().ShouldBeGreaterThanOrEqualTo(5000);
        neurons[2].GetProperty("last_update").GetUInt64().ShouldBeGreaterThanOrEqualTo(weightsSetAfter);
        using JsonDocument weights = await ProcessNetwork.JsonAsync(["weights", "show", "--json", .. network.Subnet]);
        JsonElement set = weights.RootElement.EnumerateArray().ShouldHaveSingleItem();
        set.GetProperty("uid").GetInt32().ShouldBe(2, "the validator");
        JsonElement weight = set.GetProperty("weights").EnumerateArray().ShouldHaveSingleItem();
        (weight.GetProperty("uid").GetInt32(), weight.GetProperty("weight").GetInt32()).ShouldBe((1, 65535), "the miner has it all");
        string balance = await ProcessNetwork.RunAsync(["balance", .. network.Wallet("validator"), .. network.Node]);
        decimal.Parse(balance.Split('τ')[1], CultureInfo.InvariantCulture).ShouldBeInRange(994_000, 995_000);
    }

    /// <summary>Rounds are numbered without a gap, and each average is what its formula makes of the one before: none was lost or counted
    /// twice.</summary>
    private static void ScoresShouldContinue(ProgramRun validator)
    {
        Match[] answers = [.. validator.Lines.Select(line => Answered().Match(line)).Where(match => match.Success)];
        answers.Select(answer => int.Parse(answer.Groups["round"].Value, CultureInfo.InvariantCulture)).ShouldBe(Enumerable.Range(1, answers.Length));
        var averages = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (Match answer in answers)
        {
            string service = answer.Groups["service"].Value;
            double score = answer.Groups["verdict"].Value == "Scored" ? Value(answer, "score") : Punishment;
            double expected = Math.Max(0, (Alpha * averages.GetValueOrDefault(service)) + ((1 - Alpha) * score));
            averages[service] = Value(answer, "average");
            averages[service].ShouldBe(expected, 0.0015, answer.Value);
        }
    }

    private static double Value(Match match, string group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    private static ulong LastWeightsBlock(ProgramRun validator) => Number(validator.Lines.Last(line => line.Contains("read back from the chain", StringComparison.Ordinal)), "block");

    private static ulong Number(string line, string after) =>
        ulong.Parse(Regex.Match(line, $@"{after} (?<number>\d+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["number"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Round (?<round>\d+) \((?<service>\w+)\) uid 1: (?<verdict>\w+) (?<score>[0-9.]+|without audio) in .*; average (?<average>[0-9.]+),", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Answered();
}
