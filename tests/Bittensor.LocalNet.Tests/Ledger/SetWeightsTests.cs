using Bittensor.Chain;

namespace Bittensor.LocalNet.Tests.Ledger;

/// <summary>Every refusal of set_weights. Uids: 0 owner, 1 validator (with a permit), 2 and 3 miners.</summary>
[Trait("Area", "chain")]
public sealed class SetWeightsTests
{
    private static readonly UidWeight[] s_good = [new(2, 100), new(3, 50)];

    [Fact]
    public async Task Root_takes_no_weights() =>
        (await (await EpochTests.ValidatorAndTwoMiners()).Refusal(TestSubnet.Weights("validator", s_good) with { Netuid = 0 }))
            .ShouldBe("CanNotSetRootNetworkWeights");

    [Fact]
    public async Task Each_uid_needs_one_weight() =>
        (await (await EpochTests.ValidatorAndTwoMiners()).Refusal(TestSubnet.Weights("validator", s_good) with { Values = [1] }))
            .ShouldBe("WeightVecNotEqualSize");

    [Fact]
    public async Task The_subnet_must_exist() =>
        (await (await EpochTests.ValidatorAndTwoMiners()).Refusal(TestSubnet.Weights("validator", s_good) with { Netuid = 77 }))
            .ShouldBe("SubnetNotExists");

    [Fact]
    public async Task More_weights_than_neurons_are_refused() =>
        (await (await EpochTests.ValidatorAndTwoMiners()).Refusal(
            TestSubnet.Weights("validator", [new(0, 1), new(1, 1), new(2, 1), new(3, 1), new(2, 1)])))
            .ShouldBe("UidsLengthExceedUidsInSubNet");

    [Fact]
    public async Task The_hotkey_must_be_registered() =>
        (await (await EpochTests.ValidatorAndTwoMiners()).Refusal(TestSubnet.Weights("stranger", s_good))).ShouldBe("HotKeyNotRegisteredInSubNet");

    [Fact]
    public async Task The_stake_must_reach_the_threshold()
    {
        TestSubnet subnet = await EpochTests.ValidatorAndTwoMiners();
        subnet.Change(rules => rules with { StakeThreshold = Balance.FromTao(1_000_000) });

        (await subnet.Refusal(TestSubnet.Weights("validator", s_good))).ShouldBe("NotEnoughStakeToSetWeights");
    }

    [Fact]
    public async Task An_older_version_key_is_refused_and_a_newer_one_is_not()
    {
        TestSubnet subnet = await EpochTests.ValidatorAndTwoMiners();
        subnet.Change(rules => rules with { WeightsVersionKey = 5 });

        (await subnet.Refusal(TestSubnet.Weights("validator", s_good) with { VersionKey = 4 })).ShouldBe("IncorrectWeightVersionKey");
        await subnet.Do(TestSubnet.Weights("validator", s_good) with { VersionKey = 6 });
    }

    [Fact]
    public async Task Weights_may_come_once_in_a_rate_limit()
    {
        TestSubnet subnet = await EpochTests.ValidatorAndTwoMiners();
        Inclusion first = await subnet.SetWeights("validator", s_good);
        ulong next = Bittensor.Weights.WeightSchedule.NextAllowedBlock(await subnet.Neuron("validator"), subnet.Rules);
        next.ShouldBe(first.Block + subnet.Rules.WeightsSetRateLimit);

        while (subnet.Chain.BlockNumber + 1 < next)
            (await subnet.Refusal(TestSubnet.Weights("validator", s_good))).ShouldBe("SettingWeightsTooFast");
        (await subnet.SetWeights("validator", s_good)).Block.ShouldBe(next);
    }

    [Fact]
    public async Task Weighing_others_needs_a_validator_permit_but_weighing_oneself_does_not()
    {
        TestSubnet subnet = await EpochTests.ValidatorAndTwoMiners();

        (await subnet.Refusal(TestSubnet.Weights("good", s_good))).ShouldBe("NeuronNoValidatorPermit");
        await subnet.SetWeights("good", new UidWeight(2, 9));
    }

    [Fact]
    public async Task A_uid_may_not_come_twice() =>
        (await (await EpochTests.ValidatorAndTwoMiners()).Refusal(TestSubnet.Weights("validator", [new(2, 1), new(2, 2)]))).ShouldBe("DuplicateUids");

    [Fact]
    public async Task Uids_must_be_neurons() =>
        (await (await EpochTests.ValidatorAndTwoMiners()).Refusal(TestSubnet.Weights("validator", [new(2, 1), new(4, 2)])))
            .ShouldBe("UidVecContainInvalidOne");

    [Fact]
    public async Task The_minimum_of_weights_is_asked_for_except_of_a_self_weight()
    {
        TestSubnet subnet = await EpochTests.ValidatorAndTwoMiners();
        subnet.Change(rules => rules with { MinAllowedWeights = 3 });

        (await subnet.Refusal(TestSubnet.Weights("validator", s_good))).ShouldBe("WeightVecLengthIsLow");
        await subnet.SetWeights("validator", new UidWeight(1, 1));
    }

    [Fact]
    public async Task On_a_subnet_smaller_than_the_minimum_a_weight_for_each_neuron_is_enough()
    {
        TestSubnet subnet = await EpochTests.ValidatorAndTwoMiners();
        subnet.Change(rules => rules with { MinAllowedWeights = 100 });

        await subnet.SetWeights("validator", new(0, 1), new(1, 1), new(2, 1), new(3, 1));
    }

    [Fact]
    public async Task A_weight_above_the_limit_is_refused()
    {
        TestSubnet subnet = await EpochTests.ValidatorAndTwoMiners();
        subnet.Change(rules => rules with { MaxWeightsLimit = 65535 / 2 });

        (await subnet.Refusal(TestSubnet.Weights("validator", new(0, 10), new(1, 10), new(2, 21)))).ShouldBe("MaxWeightExceeded");
        await subnet.SetWeights("validator", new(0, 10), new(1, 12), new(2, 21));
    }

    [Fact]
    public async Task With_commit_and_reveal_plain_weights_are_refused_before_anything_else()
    {
        TestSubnet subnet = await EpochTests.ValidatorAndTwoMiners();
        subnet.Change(rules => rules with { CommitRevealWeightsEnabled = true });

        (await subnet.Refusal(TestSubnet.Weights("stranger", s_good) with { Values = [1] })).ShouldBe("CommitRevealEnabled");
    }

    [Fact]
    public async Task Where_several_rules_are_broken_the_first_in_the_chains_order_is_named()
    {
        TestSubnet subnet = await EpochTests.ValidatorAndTwoMiners();
        await subnet.SetWeights("good", new UidWeight(2, 9));

        (await subnet.Refusal(TestSubnet.Weights("good", [new(9, 1), new(9, 1)]))).ShouldBe("SettingWeightsTooFast");
        subnet.Skip(5);
        (await subnet.Refusal(TestSubnet.Weights("good", [new(9, 1), new(9, 1)]))).ShouldBe("NeuronNoValidatorPermit");
        (await subnet.Refusal(TestSubnet.Weights("validator", [new(9, 1), new(9, 1)]))).ShouldBe("DuplicateUids");
    }

    [Fact]
    public async Task A_refused_call_changes_nothing_and_is_seen_in_the_block()
    {
        TestSubnet subnet = await EpochTests.ValidatorAndTwoMiners();
        await subnet.SetWeights("validator", s_good);
        NeuronInfo before = await subnet.Neuron("validator");

        await subnet.Refusal(TestSubnet.Weights("validator", new UidWeight(3, 1)));

        (await subnet.Neuron("validator")).LastUpdate.ShouldBe(before.LastUpdate);
        (await new LocalSubtensor(subnet.Chain).GetWeightsAsync(TestSubnet.Netuid, 1, TestContext.Current.CancellationToken))
            .ShouldBe([new UidWeight(2, 65535), new UidWeight(3, 32768)]);
        subnet.Chain.GetBlocks()[^1].Events
            .ShouldContain(new ChainEvent.ExtrinsicFailed(TestSubnet.Account("validator"), "SettingWeightsTooFast"));
    }

    [Theory]
    [InlineData(new ushort[] { 0, 0 }, new ushort[] { 0, 0 })]
    [InlineData(new ushort[] { 1, 2 }, new ushort[] { 32768, 65535 })]
    [InlineData(new ushort[] { 10, 20, 30 }, new ushort[] { 21845, 43690, 65535 })]
    [InlineData(new ushort[] { 65534, 1 }, new ushort[] { 65535, 1 })]
    [InlineData(new ushort[] { 7, 65535 }, new ushort[] { 7, 65535 })]
    public async Task The_largest_weight_is_scaled_to_65535(ushort[] given, ushort[] stored)
    {
        TestSubnet subnet = await EpochTests.ValidatorAndTwoMiners();

        await subnet.SetWeights("validator", [.. given.Select((value, uid) => new UidWeight((ushort)uid, value))]);

        (await new LocalSubtensor(subnet.Chain).GetWeightsAsync(TestSubnet.Netuid, 1, TestContext.Current.CancellationToken))
            .Select(entry => entry.Weight).ShouldBe(stored);
    }
}
