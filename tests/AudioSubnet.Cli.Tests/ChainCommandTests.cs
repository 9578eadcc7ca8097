using System.Text.Json;
using Bittensor.Chain.Rpc;
using Bittensor.Crypto;
using Bittensor.LocalNet.Node;
using Bittensor.Scale;

namespace AudioSubnet.Cli.Tests;

/// <summary>The commands that read and change the chain, against a chain in a process of its own.</summary>
[Trait("Area", "cli")]
public sealed class ChainCommandTests
{
    [Fact]
    public async Task Stake_is_added_listed_and_taken_back()
    {
        using var network = new ProcessNetwork();
        string coldkey = await network.NewWalletAsync("holder");
        await network.StartChainAsync();
        string[] wallet = network.Wallet("holder");
        using JsonDocument registered = await ProcessNetwork.JsonAsync(["register", "--yes", "--json", "--wait-finalized", .. wallet, .. network.Subnet]);
        registered.RootElement.GetProperty("uid").GetInt32().ShouldBe(1);
        registered.RootElement.GetProperty("finalized").GetBoolean().ShouldBeTrue();

        await ProcessNetwork.RunAsync(["stake", "add", "--amount", "12.5", "--yes", .. wallet, .. network.Subnet]);
        await ProcessNetwork.RunAsync(["stake", "remove", "--amount", "2.5", "--limit-price", "0.5", "--yes", .. wallet, .. network.Subnet]);
        var dear = await ProgramRun.ToEndAsync(null, null, ["stake", "add", "--amount", "1", "--limit-price", "0.5", "--yes", .. wallet, .. network.Subnet]);
        dear.ExitCode.ShouldBe(1, "a price of 1 is above the limit");
        dear.Errors.ShouldContain("SlippageTooHigh");

        using JsonDocument stakes = await ProcessNetwork.JsonAsync(["stake", "list", "--json", .. wallet, .. network.Node]);
        JsonElement stake = stakes.RootElement.EnumerateArray().ShouldHaveSingleItem();
        stake.GetProperty("coldkey").GetString().ShouldBe(coldkey);
        stake.GetProperty("netuid").GetInt32().ShouldBe(1);
        stake.GetProperty("stake").GetDecimal().ShouldBeGreaterThanOrEqualTo(10);
        (await ProcessNetwork.RunAsync(["stake", "list", .. wallet, .. network.Node])).ShouldContain(stake.GetProperty("hotkey").GetString()!);
    }

    [Fact]
    public async Task A_hotkey_is_registered_by_proof_of_work_where_the_subnet_takes_it()
    {
        using var network = new ProcessNetwork();
        await network.StartChainAsync();
        await network.NewWalletAsync("poor"); // after the chain's start: it has no TAO
        string[] register = ["register", "--pow", "--yes", "--json", .. network.Wallet("poor"), .. network.Subnet];
        await using SubtensorClient chain = SubtensorClient.Connect(network.Endpoint);
        await SudoAsync(chain, "sudo_set_difficulty", ("netuid", 1), ("difficulty", 1000));
        await SudoAsync(chain, "sudo_set_network_pow_registration_allowed", ("netuid", 1), ("registration_allowed", false));
        var (code, _, errors) = await ProgramRun.ToEndAsync(null, null, register);
        code.ShouldBe(1);
        errors.ShouldContain("takes no registrations by proof of work");

        await SudoAsync(chain, "sudo_set_network_pow_registration_allowed", ("netuid", 1), ("registration_allowed", true));
        using JsonDocument registered = await ProcessNetwork.JsonAsync(register);
        registered.RootElement.GetProperty("uid").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_subnet_is_made_listed_and_shown()
    {
        using var network = new ProcessNetwork();
        string owner = await network.NewWalletAsync("owner");
        await network.StartChainAsync();

        using JsonDocument made = await ProcessNetwork.JsonAsync(["subnet", "create", "--yes", "--json", .. network.Wallet("owner"), .. network.Node]);
        string netuid = made.RootElement.GetProperty("netuid").GetInt32().ToString(System.Globalization.CultureInfo.InvariantCulture);

        using JsonDocument list = await ProcessNetwork.JsonAsync(["subnet", "list", "--json", .. network.Node]);
        list.RootElement.EnumerateArray().Count(subnet => subnet.GetProperty("owner").GetString() == owner).ShouldBe(1);
        (await ProcessNetwork.RunAsync(["subnet", "show", "--netuid", netuid, .. network.Node])).ShouldContain(owner);
        using JsonDocument rules = await ProcessNetwork.JsonAsync(["subnet", "hyperparameters", "--json", "--netuid", netuid, .. network.Node]);
        rules.RootElement.GetProperty("tempo").GetInt32().ShouldBe(360);
    }

    [Theory]
    [InlineData("n\n", "Nothing was sent")]
    [InlineData("", "--yes")]
    [InlineData("y\n", null)]
    public async Task Nothing_is_sent_without_a_yes(string answer, string? refusal)
    {
        using var network = new ProcessNetwork();
        await network.NewWalletAsync("holder");
        await network.StartChainAsync();

        var (code, output, errors) = await ProgramRun.ToEndAsync(null, answer, ["register", .. network.Wallet("holder"), .. network.Subnet]);

        errors.ShouldContain("on subnet 1 for τ1.000000000");
        using JsonDocument metagraph = await ProcessNetwork.JsonAsync(["metagraph", "--json", .. network.Subnet]);
        if (refusal is null)
            code.ShouldBe(0, errors);
        else
            errors.ShouldContain(refusal);
        metagraph.RootElement.GetArrayLength().ShouldBe(refusal is null ? 2 : 1, output);
    }

    [Fact]
    public async Task A_chain_that_is_not_there_is_told_with_its_address()
    {
        using var network = new ProcessNetwork();
        await network.NewWalletAsync("holder");
        string[][] commands = [["balance", .. network.Wallet("holder")], ["metagraph"], ["subnet", "list"]];

        // All at once: each of them waits some seconds for the chain.
        foreach (var (code, _, errors) in await Task.WhenAll(commands.Select(command => ProgramRun.ToEndAsync(null, null, [.. command, .. network.Node]))))
        {
            code.ShouldBe(1);
            errors.ShouldContain($"No node answers at {network.Endpoint}");
            errors.ShouldContain("audiosubnet chain");
            errors.ShouldNotContain("   at ");
        }
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

    private static async Task SudoAsync(SubtensorClient chain, string call, params (string Name, object? Value)[] arguments)
    {
        using Keypair alice = DevAccounts.Key("Alice");
        ScaleValue inner = ScaleValue.Variant("AdminUtils", ScaleValue.Variant(call, ScaleValue.Struct(arguments)));
        await chain.SubmitAsync(SubtensorClient.Call("Sudo", "sudo", inner), alice, TestContext.Current.CancellationToken);
    }
}
