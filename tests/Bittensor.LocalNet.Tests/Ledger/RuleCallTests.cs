using Bittensor.Chain;
using Bittensor.Crypto;
using Bittensor.LocalNet.Ledger;

namespace Bittensor.LocalNet.Tests.Ledger;

/// <summary>Rules of a subnet that are changed by calls, as root through sudo or as the subnet's owner.</summary>
[Trait("Area", "chain")]
public sealed class RuleCallTests
{
    private static readonly AccountId s_root = TestSubnet.Account("root");

    public static TheoryData<string> Calls => [.. RuleChange.All.Keys];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Root_changes_one_rule_and_no_other(string call)
    {
        TestSubnet subnet = NewSubnet(rules => rules with { LiquidAlphaEnabled = true });
        SubnetHyperparameters before = RulesOf(subnet);
        Int128[] values = call == "sudo_set_alpha_values" ? [20_000, 30_000] : RuleChange.All[call].IsSwitch ? [IsOn(call, before) ? 0 : 1] : [77];

        Inclusion inclusion = await subnet.Do(new Extrinsic.Sudo(s_root, Set(call, s_root, values)));

        inclusion.Events.OfType<ChainEvent.SudoDone>().Single().ErrorName.ShouldBeNull();
        inclusion.Events.OfType<ChainEvent.HyperparameterSet>().Single().Call.ShouldBe(call);
        SubnetHyperparameters after = RulesOf(subnet);
        after.ShouldBe(RuleChange.All[call].Change(before, values));
        after.ShouldNotBe(before);
        typeof(SubnetHyperparameters).GetProperties().Count(rule => !Equals(rule.GetValue(before), rule.GetValue(after)))
            .ShouldBe(call == "sudo_set_alpha_values" ? 2 : 1);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task The_owner_may_change_some_rules_and_nobody_else_any(string call)
    {
        TestSubnet subnet = NewSubnet(rules => rules with { LiquidAlphaEnabled = true });
        Int128[] values = call == "sudo_set_alpha_values" ? [20_000, 30_000] : [1];

        (await subnet.Refusal(Set(call, TestSubnet.Account("stranger"), values))).ShouldBe("BadOrigin");
        if (RuleChange.All[call].OwnerMay)
            await subnet.Do(Set(call, TestSubnet.Coldkey, values));
        else
            (await subnet.Refusal(Set(call, TestSubnet.Coldkey, values))).ShouldBe("BadOrigin");
    }

    [Theory]
    [InlineData("sudo_set_max_allowed_uids", 0, "MaxAllowedUIdsLessThanCurrentUIds")]
    [InlineData("sudo_set_max_allowed_uids", 257, "MaxAllowedUidsGreaterThanDefaultMaxAllowedUids")]
    [InlineData("sudo_set_max_allowed_validators", 257, "MaxValidatorsLargerThanMaxUIds")]
    [InlineData("sudo_set_commit_reveal_weights_interval", 0, "RevealPeriodTooSmall")]
    [InlineData("sudo_set_commit_reveal_weights_interval", 101, "RevealPeriodTooLarge")]
    [InlineData("sudo_set_bonds_moving_average", 1_000_001, "InvalidValue")]
    [InlineData("sudo_set_alpha_values", 1, "LiquidAlphaDisabled")]
    [InlineData("sudo_set_tempo", -1, "Overflow")]
    [InlineData("sudo_set_rho", 1, "CallDisabled")]
    public async Task A_value_out_of_bounds_is_refused_by_name(string call, int value, string error)
    {
        TestSubnet subnet = NewSubnet();
        SubnetHyperparameters before = RulesOf(subnet);

        Inclusion inclusion = await subnet.Do(new Extrinsic.Sudo(s_root, Set(call, s_root, value, 9)));

        inclusion.Events.ShouldBe([new ChainEvent.SudoDone(error)]);
        RulesOf(subnet).ShouldBe(before);
    }

    [Fact]
    public async Task Owners_have_narrower_bounds_than_root()
    {
        TestSubnet subnet = NewSubnet();
        (await subnet.Refusal(Set("sudo_set_bonds_moving_average", TestSubnet.Coldkey, 975_001))).ShouldBe("BondsMovingAverageMaxReached");
        (await subnet.Refusal(Set("sudo_set_alpha_sigmoid_steepness", TestSubnet.Coldkey, -1))).ShouldBe("NegativeSigmoidSteepness");
        await subnet.Do(new Extrinsic.Sudo(s_root, Set("sudo_set_alpha_sigmoid_steepness", s_root, -1)));
        RulesOf(subnet).AlphaSigmoidSteepness.ShouldBe((short)-1);
    }

    [Fact]
    public async Task A_new_tempo_counts_from_its_own_block()
    {
        TestSubnet subnet = NewSubnet();
        subnet.RunToEpoch();
        subnet.Skip(7);
        Inclusion change = await subnet.Do(new Extrinsic.Sudo(s_root, Set("sudo_set_tempo", s_root, 5)));

        subnet.RunToEpoch().Number.ShouldBe(change.Block + 5);
    }

    [Fact]
    public async Task Root_has_no_account_and_makes_no_other_calls()
    {
        TestSubnet subnet = NewSubnet();
        Inclusion inclusion = await subnet.Do(new Extrinsic.Sudo(s_root, new Extrinsic.Transfer(s_root, TestSubnet.Coldkey, default)));
        inclusion.Events.ShouldBe([new ChainEvent.SudoDone("BadOrigin")]);
        (await subnet.Refusal(new Extrinsic.Sudo(TestSubnet.Coldkey, Set("sudo_set_tempo", s_root, 5)))).ShouldBe("RequireSudo");
    }

    private static Extrinsic.SetHyperparameter Set(string call, AccountId author, params Int128[] values) =>
        new(author, call, TestSubnet.Netuid, values);

    private static bool IsOn(string call, SubnetHyperparameters rules) => RuleChange.All[call].Change(rules, [1]) == rules;

    private static SubnetHyperparameters RulesOf(TestSubnet subnet) => subnet.Chain.Read(state => state.GetSubnet(TestSubnet.Netuid).Rules);

    private static TestSubnet NewSubnet(Func<SubnetHyperparameters, SubnetHyperparameters>? change = null)
    {
        var subnet = new TestSubnet(options: new LocalChainOptions { SudoKey = s_root });
        subnet.Change(change ?? (rules => rules));
        return subnet;
    }
}
