using System.Net;
using Bittensor.Chain;
using Bittensor.Crypto;

namespace Bittensor.Tests.Chain;

[Trait("Area", "chain")]
public sealed class BalanceTests
{
    [Fact]
    public void Tao_and_rao_convert_exactly_and_round_down()
    {
        Balance.FromTao(1.5m).Rao.ShouldBe(1_500_000_000UL);
        Balance.FromTao(0.0000000019m).Rao.ShouldBe(1UL);
        new Balance(ulong.MaxValue).Tao.ShouldBe(18_446_744_073.709551615m);
        Balance.FromTao(new Balance(ulong.MaxValue).Tao).Rao.ShouldBe(ulong.MaxValue);
        new Balance(1).ToString().ShouldBe("τ0.000000001");
    }

    [Fact]
    public void Amounts_that_cannot_be_are_an_overflow_and_never_wrap()
    {
        Should.Throw<OverflowException>(() => new Balance(1) - new Balance(2));
        Should.Throw<OverflowException>(() => new Balance(ulong.MaxValue) + new Balance(1));
        Should.Throw<OverflowException>(() => Balance.FromTao(-0.1m));
        Should.Throw<OverflowException>(() => Balance.FromTao(18_446_744_074m));
    }

    [Fact]
    public void Amounts_are_ordered()
    {
        (new Balance(1) < new Balance(2)).ShouldBeTrue();
        (new Balance(2) >= new Balance(2)).ShouldBeTrue();
        new[] { new Balance(3), new Balance(1) }.Max().ShouldBe(new Balance(3));
    }

    [Fact]
    public void An_axon_serves_when_it_has_a_port_and_an_address()
    {
        new AxonInfo(default, IPAddress.Any, 0).IsServing.ShouldBeFalse();
        new AxonInfo(default, IPAddress.Loopback, 0).IsServing.ShouldBeFalse();
        new AxonInfo(default, IPAddress.Loopback, 8091).IsServing.ShouldBeTrue();
    }

    [Fact]
    public void A_metagraph_finds_a_neuron_by_its_hotkey()
    {
        var hotkey = new AccountId(Enumerable.Repeat((byte)7, AccountId.Length).ToArray());
        var neuron = new NeuronInfo { Uid = 0, Hotkey = hotkey, Coldkey = default, Axon = new AxonInfo(hotkey, IPAddress.Any, 0), Stake = default };
        var metagraph = new Metagraph(1, 5, [neuron]);

        metagraph.Find(hotkey).ShouldBe(neuron);
        metagraph.Find(default).ShouldBeNull();
    }
}
