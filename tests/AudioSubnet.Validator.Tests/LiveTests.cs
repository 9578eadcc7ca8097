using System.Net;
using AudioSubnet.Engines;
using AudioSubnet.Engines.Speech;
using AudioSubnet.Miner;
using AudioSubnet.Miner.Adversaries;
using AudioSubnet.Scoring;
using AudioSubnet.Scoring.Recognition;
using AudioSubnet.Validator.Events;
using AudioSubnet.Validator.Network;
using AudioSubnet.Validator.Prompts;
using AudioSubnet.Validator.Rounds;
using AudioSubnet.Validator.State;
using Bittensor.Chain;
using Bittensor.Crypto;
using Bittensor.Wire;

namespace AudioSubnet.Validator.Tests;

/// <summary>The whole way with real parts: prompts over HTTP to miners with flite, scores by PocketSphinx, weights on the local
/// chain.</summary>
[Trait("Area", "validator")]
public sealed class LiveTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<MinerService> _miners = [];
    private readonly List<Keypair> _keys = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (MinerService miner in _miners)
            await miner.DisposeAsync();
        _keys.ForEach(key => key.Dispose());
        _folder.Dispose();
    }

    [Fact]
    public async Task An_honest_miner_earns_weight_and_misbehaving_ones_none()
    {
        using TestNet net = await TestNet.StartAsync(miners: 0);
        var honest = new MinerEngines { Speech = new FliteTextToSpeech("slt") };
        await StartMinerAsync(net, 1, honest);
        await StartMinerAsync(net, 2, Misbehaviour.Apply(honest, MinerBehaviour.WrongText));
        await StartMinerAsync(net, 3, Misbehaviour.Apply(honest, MinerBehaviour.Crashing));
        await net.JoinAsync(4); // announced, but nobody listens there
        await ServingAsync(net, miners: 4);

        using var recognizer = new PocketSphinxRecognizer();
        using var dendrite = new Dendrite(net.Validator);
        var events = new EventList();
        ValidatorParts parts = net.Parts(
            _folder, new DendriteMinerClient(dendrite, TimeProvider.System), new AudioScorer(recognizer), observers: events);
        using ValidatorStore store = parts.Store;
        using var validator = new ValidatorService(net.Options(_folder), parts);

        RoundResult round = (await validator.RunRoundAsync(Cancellation)).ShouldNotBeNull();
        net.ProduceUntil(200);
        WeightsRecord weights = (await validator.SetWeightsIfDueAsync(Cancellation)).ShouldNotBeNull();

        MinerResponse good = round.Responses[0];
        good.Verdict.ShouldBe(ResponseVerdict.Scored, good.Reason);
        good.Score.ShouldNotBeNull().Value.ShouldBeGreaterThan(0.3, good.Reason);
        good.ModelName.ShouldBe("flite/slt");
        round.Responses[1].Score.ShouldNotBeNull().Value.ShouldBe(0, round.Responses[1].Reason);
        round.Responses[2].StatusCode.ShouldBe(500);
        round.Responses[3].StatusCode.ShouldBe(503);
        weights.Weights.ShouldBe([new UidWeight(1, ushort.MaxValue)]);
        weights.Verified.ShouldBeTrue();
        File.Exists(_folder[good.AudioPath!]).ShouldBeTrue();
        events.Of<Problem>().ShouldBeEmpty();
    }

    /// <summary>Two honest miners with the same engines: each works by itself, so neither must be taken for a copier of the
    /// other.</summary>
    [Fact]
    public async Task All_three_services_are_scored_and_two_honest_miners_with_equal_engines_are_no_copiers()
    {
        using TestNet net = await TestNet.StartAsync(miners: 0);
        var catalog = new EngineCatalog();
        var engines = new MinerEngines
        {
            Speech = catalog.CreateTextToSpeech("flite/slt"),
            Cloning = catalog.CreateVoiceCloner("baseline/clone"),
            Music = catalog.CreateMusicGenerator("fluidsynth/composer"),
        };
        await StartMinerAsync(net, 1, engines);
        await StartMinerAsync(net, 2, engines);
        await ServingAsync(net, miners: 2);

        using var recognizer = new PocketSphinxRecognizer();
        using var dendrite = new Dendrite(net.Validator);
        ValidatorParts parts = net.Parts(_folder, new DendriteMinerClient(dendrite, TimeProvider.System), new AudioScorer(recognizer));
        using ValidatorStore store = parts.Store;
        using var validator = new ValidatorService(net.Options(_folder) with { MusicTokens = 255 }, parts);
        for (int i = 0; i < 3; i++)
        {
            RoundResult round = (await validator.RunRoundAsync(Cancellation)).ShouldNotBeNull();
            foreach (MinerResponse response in round.Responses)
            {
                response.Verdict.ShouldBe(ResponseVerdict.Scored, response.Reason);
                response.Score.ShouldNotBeNull().Value.ShouldBeGreaterThan(0, $"{round.Service}: {response.Reason}");
            }
        }

        validator.Scores.Miners.Values.ShouldAllBe(
            miner => miner.TextToSpeech.Value > 0 && miner.Music.Value > 0 && miner.VoiceClone.Value > 0);
    }

    [Fact]
    public async Task No_two_pieces_or_sentences_of_real_engines_look_like_copies()
    {
        var catalog = new EngineCatalog();
        var composer = catalog.CreateMusicGenerator("fluidsynth/composer");
        var speaker = catalog.CreateTextToSpeech("flite/slt");
        var contours = new List<(string Prompt, byte[] Contour)>();
        foreach (string prompt in (await new ShippedPrompts().GetPromptsAsync(AudioService.MusicGeneration, Cancellation)).Take(12))
            for (int seed = 1; seed <= 2; seed++)
                if (AudioContour.Of(await composer.ComposeAsync(new MusicRequest(prompt, 4) { Seed = seed }, Cancellation)) is { } contour)
                    contours.Add(($"{prompt} ({seed})", contour));
        foreach (string prompt in (await new ShippedPrompts().GetPromptsAsync(AudioService.TextToSpeech, Cancellation)).Take(20))
            contours.Add(
                (prompt, AudioContour.Of(await speaker.SpeakAsync(new SpeechRequest(prompt), Cancellation)).ShouldNotBeNull(prompt)));

        contours.Count.ShouldBeGreaterThan(35);
        for (int i = 0; i < contours.Count; i++)
            for (int j = 0; j < i; j++)
                AudioContour.Same(contours[i].Contour, contours[j].Contour).ShouldBeFalse($"{contours[i].Prompt} / {contours[j].Prompt}");
    }

    private async Task StartMinerAsync(TestNet net, int number, MinerEngines engines)
    {
        Keypair key = TestNet.Miner(number);
        _keys.Add(key);
        await net.RegisterAsync(key);
        var options = new MinerOptions { Netuid = net.Netuid, Axon = new AxonOptions { Address = IPAddress.Loopback, Port = 0, MaxBodyBytes = 32 << 20 } };
        var miner = new MinerService(key, net.Subtensor, engines, options);
        _miners.Add(miner);
        await miner.StartAsync(Cancellation);
    }

    /// <summary>Miners announce themselves in the background; each announcement is a block.</summary>
    private static async Task ServingAsync(TestNet net, int miners)
    {
        await foreach (ulong _ in net.Subtensor.SubscribeBlocksAsync(Cancellation))
            if ((await net.Subtensor.GetMetagraphAsync(net.Netuid, Cancellation)).Neurons.Count(neuron => neuron.Axon.IsServing) == miners)
                return;
    }
}
