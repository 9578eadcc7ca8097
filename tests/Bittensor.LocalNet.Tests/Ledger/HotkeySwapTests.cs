using Bittensor.Chain;
using Bittensor.Crypto;

namespace Bittensor.LocalNet.Tests.Ledger;

/// <summary>A new hotkey in the place of an old one. Uids: 0 owner, 1 validator, 2 and 3 miners.</summary>
[Trait("Area", "chain")]
public sealed class HotkeySwapTests
{
    private static readonly AccountId s_old = TestSubnet.Account("validator");
    private static readonly AccountId s_new = TestSubnet.Account("new validator");

    [Theory]
    [InlineData(null)]
    [InlineData(TestSubnet.Netuid)]
    public async Task Uid_stake_weights_and_permit_go_to_the_new_hotkey(ushort? netuid)
    {
        TestSubnet subnet = await EpochTests.ValidatorAndTwoMiners();
        await subnet.SetWeights("validator", new UidWeight(2, 1));
        subnet.RunToEpoch();
        NeuronInfo before = await subnet.Neuron("validator");

        await subnet.Do(new Extrinsic.SwapHotkey(TestSubnet.Coldkey, s_old, s_new, netuid));

        NeuronInfo after = await subnet.Neuron("new validator");
        after.ShouldBe(before with { Hotkey = s_new, Axon = before.Axon with { Hotkey = s_new } });
        subnet.Chain.Read(state => state.OwnerOf(s_new)).ShouldBe(TestSubnet.Coldkey);
        subnet.Chain.Read(state => state.OwnerOf(s_old)).ShouldBe(netuid is null ? null : TestSubnet.Coldkey);
        subnet.Chain.GetTotals().Conserved.ShouldBeTrue();
        await subnet.SetWeights("new validator", new UidWeight(2, 1));
        (await subnet.Refusal(TestSubnet.Weights("validator", new UidWeight(2, 1)))).ShouldBe("HotKeyNotRegisteredInSubNet");
    }

    [Fact]
    public async Task Only_its_owner_swaps_a_hotkey_and_only_for_a_free_one()
    {
        TestSubnet subnet = await EpochTests.ValidatorAndTwoMiners();
        AccountId stranger = TestSubnet.Account("stranger");
        (await subnet.Refusal(new Extrinsic.SwapHotkey(stranger, s_old, s_new, null))).ShouldBe("NonAssociatedColdKey");
        (await subnet.Refusal(new Extrinsic.SwapHotkey(TestSubnet.Coldkey, s_old, s_old, null))).ShouldBe("NewHotKeyIsSameWithOld");
        (await subnet.Refusal(new Extrinsic.SwapHotkey(TestSubnet.Coldkey, s_old, TestSubnet.Account("good"), null)))
            .ShouldBe("HotKeyAlreadyRegisteredInSubNet");
        (await subnet.Refusal(new Extrinsic.SwapHotkey(TestSubnet.Coldkey, s_old, s_new, 7))).ShouldBe("SubnetNotExists");
        await subnet.Do(new Extrinsic.Transfer(TestSubnet.Coldkey, stranger, Balance.FromTao(1)));
        await subnet.Do(new Extrinsic.TransferAll(TestSubnet.Coldkey, stranger));
        (await subnet.Refusal(new Extrinsic.SwapHotkey(TestSubnet.Coldkey, s_old, s_new, null))).ShouldBe("NotEnoughBalanceToPaySwapHotKey");
    }
}
