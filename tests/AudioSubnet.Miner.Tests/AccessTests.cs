using AudioSubnet.Protocol;
using Bittensor.Chain;
using Bittensor.Crypto;

namespace AudioSubnet.Miner.Tests;

[Trait("Area", "miner")]
public sealed class AccessTests
{
    [Fact]
    public async Task A_stranger_is_refused_with_403_and_the_reason()
    {
        await using var subnet = new TestSubnet();
        MinerService miner = await subnet.StartMinerAsync(FreeSpeech());

        TextToSpeech answer = await subnet.SpeakAsync(subnet.Key(), miner);

        answer.Dendrite.StatusCode.ShouldBe(403);
        answer.Dendrite.StatusMessage!.ShouldContain("not registered on subnet");
        answer.SpeechOutput.ShouldBeNull();
    }

    [Fact]
    public async Task A_validator_with_little_stake_is_refused_with_403_and_both_amounts()
    {
        await using var subnet = new TestSubnet();
        Keypair poor = await subnet.ValidatorAsync(stake: 999);
        MinerService miner = await subnet.StartMinerAsync(FreeSpeech());

        TextToSpeech answer = await subnet.SpeakAsync(poor, miner);

        answer.Dendrite.StatusCode.ShouldBe(403);
        answer.Dendrite.StatusMessage!.ShouldContain("Low stake, 999");
        answer.Dendrite.StatusMessage!.ShouldContain("1000");
    }

    [Fact]
    public async Task A_staked_validator_is_served()
    {
        await using var subnet = new TestSubnet();
        Keypair validator = await subnet.ValidatorAsync();
        MinerService miner = await subnet.StartMinerAsync(FreeSpeech());

        TextToSpeech answer = await subnet.SpeakAsync(validator, miner);

        answer.Dendrite.StatusCode.ShouldBe(200, answer.Dendrite.StatusMessage);
        AudioPayload.TryReadAnswer(answer, out _, out string? error).ShouldBeTrue(error);
    }

    [Fact]
    public async Task A_validator_without_permit_is_refused_where_a_permit_is_required()
    {
        await using var subnet = new TestSubnet();
        Keypair validator = await subnet.ValidatorAsync(); // permits are given at an epoch, and none has been
        MinerService miner = await subnet.StartMinerAsync(FreeSpeech(), subnet.Options with { RequireValidatorPermit = true });

        TextToSpeech answer = await subnet.SpeakAsync(validator, miner);

        answer.Dendrite.StatusCode.ShouldBe(403);
        answer.Dendrite.StatusMessage!.ShouldContain("No validator permit");
    }

    [Fact]
    public async Task A_validator_that_registers_while_the_miner_runs_is_let_in_without_a_restart()
    {
        await using var subnet = new TestSubnet();
        MinerService miner = await subnet.StartMinerAsync(FreeSpeech());
        Keypair late = subnet.Key();
        (await subnet.SpeakAsync(late, miner)).Dendrite.StatusCode.ShouldBe(403);
        await subnet.RegisterAsync(late, stake: 5000);

        TextToSpeech answer;
        do
            answer = await subnet.SpeakAsync(late, miner); // each knock asks for another look at the metagraph
        while (answer.Dendrite.StatusCode == 403);

        answer.Dendrite.StatusCode.ShouldBe(200, answer.Dendrite.StatusMessage);
    }

    [Fact]
    public async Task A_miner_whose_chain_goes_away_serves_on_by_the_last_metagraph()
    {
        await using var subnet = new TestSubnet();
        Keypair validator = await subnet.ValidatorAsync();
        Keypair stranger = subnet.Key();
        MinerService miner = await subnet.StartMinerAsync(FreeSpeech());
        await subnet.Chain.AnnouncedAsync();
        subnet.Chain.IsAway = true;

        (await subnet.SpeakAsync(stranger, miner)).Dendrite.StatusCode.ShouldBe(403);
        (await subnet.SpeakAsync(validator, miner)).Dendrite.StatusCode.ShouldBe(200);
    }

    [Fact]
    public async Task A_miner_that_starts_without_a_chain_refuses_all_and_opens_when_the_chain_comes_back()
    {
        await using var subnet = new TestSubnet();
        Keypair validator = await subnet.ValidatorAsync();
        await subnet.RegisterAsync(subnet.MinerKey);
        subnet.Chain.IsAway = true;
        await using var miner = new MinerService(subnet.MinerKey, subnet.Chain, FreeSpeech(), subnet.Options);
        await miner.StartAsync(TestSubnet.Token);

        TextToSpeech refused = await subnet.SpeakAsync(validator, miner);
        refused.Dendrite.StatusCode.ShouldBe(403);
        refused.Dendrite.StatusMessage!.ShouldContain("metagraph has not been read yet");

        subnet.Chain.IsAway = false;
        await subnet.Chain.AnnouncedAsync();
        (await subnet.SpeakAsync(validator, miner)).Dendrite.StatusCode.ShouldBe(200);
    }

    [Fact]
    public async Task The_endpoint_stands_on_the_chain_after_refusals_too()
    {
        await using var subnet = new TestSubnet();
        subnet.Chain.AnnouncementsToRefuse = 2;
        MinerService miner = await subnet.StartMinerAsync(FreeSpeech());
        await subnet.Chain.AnnouncedAsync();

        AxonInfo announced = await AnnouncedAsync(subnet);
        announced.Port.ShouldBe(miner.Port);
        announced.Address.ShouldBe(System.Net.IPAddress.Loopback);
    }

    [Fact]
    public async Task An_external_address_and_port_are_announced_in_place_of_the_listening_ones()
    {
        await using var subnet = new TestSubnet();
        var external = System.Net.IPAddress.Parse("198.51.100.20");
        await subnet.StartMinerAsync(FreeSpeech(), subnet.Options with { ExternalAddress = external, ExternalPort = 12345 });
        await subnet.Chain.AnnouncedAsync();

        AxonInfo announced = await AnnouncedAsync(subnet);
        announced.Address.ShouldBe(external);
        announced.Port.ShouldBe(12345);
    }

    [Fact]
    public async Task An_endpoint_that_changed_on_the_chain_is_announced_again()
    {
        await using var subnet = new TestSubnet();
        MinerService miner = await subnet.StartMinerAsync(
            FreeSpeech(), subnet.Options with { MetagraphInterval = TimeSpan.FromMilliseconds(50) });
        await subnet.Chain.AnnouncedAsync();

        var other = new AxonInfo(subnet.MinerKey.AccountId, System.Net.IPAddress.Parse("198.51.100.99"), 4444);
        ushort netuid = subnet.Netuid;
        subnet.Ledger.SetHyperparameters(netuid, await subnet.Chain.GetHyperparametersAsync(netuid, TestSubnet.Token) with { ServingRateLimit = 0 });
        await subnet.Chain.ServeAxonAsync(netuid, subnet.MinerKey, other, TestSubnet.Token);
        await subnet.Chain.AnnouncedAsync(); // the one made here
        await subnet.Chain.AnnouncedAsync(); // the miner's answer to it

        (await AnnouncedAsync(subnet)).Port.ShouldBe(miner.Port);
    }

    private static async Task<AxonInfo> AnnouncedAsync(TestSubnet subnet) =>
        (await subnet.Chain.GetMetagraphAsync(subnet.Netuid, TestSubnet.Token)).Find(subnet.MinerKey.AccountId)!.Axon;

    private static MinerEngines FreeSpeech()
    {
        var speech = new ControlledSpeech();
        speech.Release(1000);
        return new MinerEngines { Speech = speech };
    }
}
