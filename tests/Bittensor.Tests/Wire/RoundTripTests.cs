using System.Net;
using Bittensor.Chain;
using Bittensor.Crypto;
using Bittensor.Wire;

namespace Bittensor.Tests.Wire;

[Trait("Area", "wire")]
public sealed class RoundTripTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_dendrite_gets_the_handlers_answer_and_the_axon_knows_the_caller()
    {
        using Keypair miner = Keypair.FromUri("//Alice//hot");
        using Keypair validator = Keypair.FromUri("//Bob//hot");
        string? seen = null;
        await using var axon = new Axon(miner, new AxonOptions { Address = IPAddress.Loopback });
        axon.Attach<TextToSpeech>((synapse, _) =>
        {
            seen = synapse.Dendrite.Hotkey;
            synapse.SpeechOutput = [0f, 0.5f, -0.25f, synapse.TextInput!.Length];
            return Task.FromResult(synapse);
        });
        await axon.StartAsync(Stop);
        using var dendrite = new Dendrite(validator);

        TextToSpeech answer = await dendrite.QueryAsync(
            new AxonInfo(miner.AccountId, IPAddress.Loopback, axon.Port), new TextToSpeech { TextInput = "grüße" }, TimeSpan.FromSeconds(12), Stop);

        answer.Dendrite.StatusMessage.ShouldBe("Success");
        answer.IsSuccess.ShouldBeTrue();
        answer.SpeechOutput.ShouldBe([0f, 0.5f, -0.25f, 5f]);
        answer.TextInput.ShouldBe("grüße");
        answer.Axon.ProcessTime.ShouldNotBeNull();
        seen.ShouldBe(validator.Address);
    }
}
