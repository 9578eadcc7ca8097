using System.Globalization;
using System.Text.Json;

namespace AudioSubnet.Cli.Tests;

/// <summary>A subnet of separate processes that know each other by the chain alone.</summary>
[Trait("Area", "cli")]
public sealed class SeparateProcessesTests
{
    [Fact]
    public async Task A_chain_a_miner_and_a_validator_in_processes_of_their_own_make_a_subnet()
    {
        using var network = new ProcessNetwork();
        await network.NewWalletAsync("miner");
        await network.NewWalletAsync("validator");
        ProgramRun chain = await network.StartChainAsync();
        await network.JoinAsync();
        ProgramRun miner = await network.StartMinerAsync("miner");
        ProgramRun validator = network.StartValidator("validator");
        await validator.Printed("read back from the chain: True");

        using JsonDocument metagraph = await ProcessNetwork.JsonAsync(["metagraph", "--json", .. network.Subnet]);
        JsonElement[] neurons = [.. metagraph.RootElement.EnumerateArray()];
        neurons.Length.ShouldBe(3, "the owner, the miner and the validator");
        neurons[1].GetProperty("axon").GetString().ShouldStartWith("127.0.0.1:");
        neurons[2].GetProperty("alpha_stake").GetDecimal().ShouldBeGreaterThanOrEqualTo(5000);
        using JsonDocument weights = await ProcessNetwork.JsonAsync(["weights", "show", "--json", .. network.Subnet]);
        JsonElement set = weights.RootElement.EnumerateArray().ShouldHaveSingleItem();
        set.GetProperty("uid").GetInt32().ShouldBe(2, "the validator");
        JsonElement weight = set.GetProperty("weights").EnumerateArray().ShouldHaveSingleItem();
        (weight.GetProperty("uid").GetInt32(), weight.GetProperty("weight").GetInt32()).ShouldBe((1, 65535), "the miner has it all");
        string balance = await ProcessNetwork.RunAsync(["balance", .. network.Wallet("validator"), .. network.Node]);
        decimal.Parse(balance.Split('τ')[1], CultureInfo.InvariantCulture).ShouldBeInRange(994_000, 995_000);

        foreach (ProgramRun run in new[] { validator, miner, chain })
            run.Interrupt();
        (await validator.EndAsync()).ShouldBeOneOf(0, 130);
        (await miner.EndAsync()).ShouldBeOneOf(0, 130);
        (await chain.EndAsync()).ShouldBe(0);
        (validator.Errors + miner.Errors + chain.Errors).ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_call_that_the_chain_refuses_is_told_by_name()
    {
        using var network = new ProcessNetwork();
        await network.StartChainAsync();
        await network.NewWalletAsync("poor");

        var (code, _, errors) = await ProgramRun.ToEndAsync(null, null, ["register", "--yes", .. network.Wallet("poor"), "--netuid", "1", "--subtensor.chain_endpoint", network.Endpoint]);

        code.ShouldBe(1);
        errors.ShouldContain("error: the chain refused it");
        errors.ShouldNotContain("   at ");
    }
}
