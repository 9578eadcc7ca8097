using System.Net;
using Bittensor.Chain;
using Bittensor.Crypto;
using Bittensor.Wire;

namespace Bittensor.Tests.Docs;

/// <summary>The examples of docs/sdk.md on axons and dendrites.</summary>
[Trait("Area", "docs")]
public sealed class WireExamples
{
    [Fact]
    public async Task An_axon_answers_a_dendrite()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        using Keypair minerKey = Keypair.FromUri("//Alice//hot");
        using Keypair validatorKey = Keypair.FromUri("//Bob//hot");
        HashSet<AccountId> banned = [];

        #region axon
        await using var axon = new Axon(minerKey, new AxonOptions { Address = IPAddress.Loopback, Port = 0 }); // 0: any free port
        axon.Attach<Translate>(
            (question, stop) =>
            {
                question.Translation = question.Text.ToUpperInvariant();
                return Task.FromResult(question);
            },
            blacklist: (caller, stop) => ValueTask.FromResult(
                banned.Contains(caller.Hotkey) ? BlacklistVerdict.Refuse("banned") : BlacklistVerdict.Allow),
            priority: caller => 1);
        await axon.StartAsync(cancellationToken);
        #endregion

        #region dendrite
        using var dendrite = new Dendrite(validatorKey);
        var target = new AxonInfo(minerKey.AccountId, IPAddress.Loopback, axon.Port); // or a neuron's Axon in the metagraph

        Translate answer = await dendrite.QueryAsync(target, new Translate { Text = "hello" }, TimeSpan.FromSeconds(12), cancellationToken);

        if (answer.IsSuccess)
            Console.WriteLine(answer.Translation);
        else
            Console.WriteLine($"{answer.Dendrite.StatusCode}: {answer.Dendrite.StatusMessage}");
        #endregion

        answer.Translation.ShouldBe("HELLO");

        banned.Add(validatorKey.AccountId);
        Translate refused = await dendrite.QueryAsync(target, new Translate { Text = "hello" }, TimeSpan.FromSeconds(12), cancellationToken);
        refused.Dendrite.StatusCode.ShouldBe(403);

        #region ping
        IReadOnlyList<Ping> pings = await dendrite.QueryAllAsync([target], _ => new Ping(), TimeSpan.FromSeconds(5), cancellationToken);
        #endregion

        pings.ShouldHaveSingleItem().IsSuccess.ShouldBeTrue();
    }
}
