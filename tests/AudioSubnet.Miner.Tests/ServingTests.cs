using AudioSubnet.Dsp;
using AudioSubnet.Engines;
using AudioSubnet.Protocol;
using Bittensor.Crypto;

namespace AudioSubnet.Miner.Tests;

[Trait("Area", "miner")]
public sealed class ServingTests : IAsyncDisposable
{
    private readonly TestSubnet _subnet = new();
    private readonly ControlledSpeech _speech = new();

    private MinerEngines Engines => new() { Speech = _speech };

    [Theory]
    [InlineData(0, "text_input is empty")]
    [InlineData(257, "text_input has 257 characters; the limit is 256")]
    public async Task A_prompt_outside_the_limits_is_refused_with_400_and_never_reaches_the_engine(int length, string reason)
    {
        Keypair validator = await _subnet.ValidatorAsync();
        MinerService miner = await _subnet.StartMinerAsync(Engines);

        TextToSpeech answer = await _subnet.SpeakAsync(validator, miner, new string('a', length));

        answer.Dendrite.StatusCode.ShouldBe(400);
        answer.Dendrite.StatusMessage!.ShouldContain(reason);
        _speech.Seeds.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_service_without_an_engine_is_not_found()
    {
        Keypair validator = await _subnet.ValidatorAsync();
        MinerService miner = await _subnet.StartMinerAsync(Engines);

        MusicGeneration answer = await _subnet.AskAsync(validator, miner, new MusicGeneration { TextInput = "piano", Duration = 755 });

        answer.Dendrite.StatusCode.ShouldBe(404);
        answer.Dendrite.StatusMessage!.ShouldContain("MusicGeneration");
    }

    [Fact]
    public void A_miner_without_any_engine_cannot_be_made() =>
        Should.Throw<ArgumentException>(() => new MinerService(_subnet.MinerKey, _subnet.Chain, new MinerEngines())).Message.ShouldContain("at least one engine");

    [Fact]
    public async Task The_answer_names_the_engine_whatever_name_was_asked_for()
    {
        Keypair validator = await _subnet.ValidatorAsync();
        MinerService miner = await _subnet.StartMinerAsync(Engines);
        _speech.Release();

        TextToSpeech answer = await _subnet.AskAsync(validator, miner, new TextToSpeech { TextInput = "hello", ModelName = "suno/bark" });

        answer.ModelName.ShouldBe("test/controlled");
    }

    [Fact]
    public async Task An_engine_that_cannot_answer_is_a_500_that_says_why_and_the_next_request_is_served()
    {
        Keypair validator = await _subnet.ValidatorAsync();
        MinerService miner = await _subnet.StartMinerAsync(Engines);
        _speech.Release(2);
        _speech.Result = _ => throw new EngineException("There is no letter in '?!'.");

        TextToSpeech failure = await _subnet.SpeakAsync(validator, miner);
        failure.Dendrite.StatusCode.ShouldBe(500);
        failure.Dendrite.StatusMessage!.ShouldContain("test/controlled: There is no letter in '?!'.");

        _speech.Result = _ => ControlledSpeech.Tone();
        (await _subnet.SpeakAsync(validator, miner)).Dendrite.StatusCode.ShouldBe(200);
    }

    [Fact]
    public async Task A_crash_in_the_engine_is_a_500_without_its_details_and_the_next_request_is_served()
    {
        Keypair validator = await _subnet.ValidatorAsync();
        MinerService miner = await _subnet.StartMinerAsync(Engines);
        _speech.Release(2);
        _speech.Result = _ => throw new InvalidOperationException("secret path /home/operator/keys");

        TextToSpeech crash = await _subnet.SpeakAsync(validator, miner);
        crash.Dendrite.StatusCode.ShouldBe(500);
        crash.Dendrite.StatusMessage!.ShouldContain("failed in an unexpected way");
        crash.Dendrite.StatusMessage!.ShouldNotContain("secret");

        _speech.Result = _ => ControlledSpeech.Tone();
        (await _subnet.SpeakAsync(validator, miner)).Dendrite.StatusCode.ShouldBe(200);
    }

    [Theory]
    [InlineData(float.NaN, 0.5, "not a finite number")]
    [InlineData(0f, 61, "the limit is 60 s")]
    [InlineData(0f, 0, "no samples")]
    public async Task Audio_that_breaks_a_limit_is_never_sent(float sample, double seconds, string reason)
    {
        Keypair validator = await _subnet.ValidatorAsync();
        MinerService miner = await _subnet.StartMinerAsync(Engines);
        _speech.Release();
        _speech.Result = _ => new AudioBuffer([.. Enumerable.Repeat(sample, (int)(seconds * 8000))], 8000);

        TextToSpeech answer = await _subnet.SpeakAsync(validator, miner);

        answer.Dendrite.StatusCode.ShouldBe(500);
        answer.Dendrite.StatusMessage!.ShouldContain(reason);
    }

    [Fact]
    public async Task Under_load_the_higher_stake_is_served_first()
    {
        Keypair[] validators = [await _subnet.ValidatorAsync(2000), await _subnet.ValidatorAsync(9000), await _subnet.ValidatorAsync(4000)];
        Keypair first = await _subnet.ValidatorAsync();
        MinerService miner = await _subnet.StartMinerAsync(Engines);
        List<Task> running = [_subnet.SpeakAsync(first, miner, "running")];
        await _speech.NextBeginAsync();
        foreach (Keypair validator in validators)
            running.Add(_subnet.SpeakAsync(validator, miner, validator.Address));
        await UntilAsync(() => miner.ActiveRequests == 4);

        _speech.Release(4);

        string[] order = [await _speech.NextBeginAsync(), await _speech.NextBeginAsync(), await _speech.NextBeginAsync()];
        order.ShouldBe([validators[1].Address, validators[2].Address, validators[0].Address]);
        await Task.WhenAll(running);
    }

    [Fact]
    public async Task When_the_queue_is_full_the_lowest_stake_gets_503_and_the_others_are_served()
    {
        Keypair low = await _subnet.ValidatorAsync(2000), middle = await _subnet.ValidatorAsync(4000), high = await _subnet.ValidatorAsync(9000);
        MinerService miner = await _subnet.StartMinerAsync(
            Engines, _subnet.Options with { SpeechLimits = new ServiceLimits(1, 1, TimeSpan.FromSeconds(50)) });
        Task<TextToSpeech> running = _subnet.SpeakAsync(high, miner, "running");
        await _speech.NextBeginAsync();
        Task<TextToSpeech> displaced = _subnet.SpeakAsync(low, miner, "low");
        await UntilAsync(() => miner.ActiveRequests == 2);

        Task<TextToSpeech> waiting = _subnet.SpeakAsync(middle, miner, "middle");
        TextToSpeech refused = await displaced;
        refused.Dendrite.StatusCode.ShouldBe(503);
        refused.Dendrite.StatusMessage!.ShouldContain("overloaded");

        _speech.Release(2);
        (await running).Dendrite.StatusCode.ShouldBe(200);
        (await waiting).Dendrite.StatusCode.ShouldBe(200);
    }

    [Fact]
    public async Task A_caller_that_goes_away_cancels_the_engine_and_frees_its_place()
    {
        Keypair validator = await _subnet.ValidatorAsync();
        MinerService miner = await _subnet.StartMinerAsync(Engines);
        using var caller = new CancellationTokenSource();
        Task<TextToSpeech> abandoned = _subnet.SpeakAsync(validator, miner, "abandoned", caller.Token);
        await _speech.NextBeginAsync();

        await caller.CancelAsync();
        (await _speech.NextBeginAsync()).ShouldBe("cancelled");
        await Should.ThrowAsync<OperationCanceledException>(() => abandoned);

        _speech.Release();
        (await _subnet.SpeakAsync(validator, miner)).Dendrite.StatusCode.ShouldBe(200);
    }

    [Fact]
    public async Task An_engine_that_takes_too_long_is_a_408()
    {
        Keypair validator = await _subnet.ValidatorAsync();
        MinerService miner = await _subnet.StartMinerAsync(
            Engines, _subnet.Options with { SpeechLimits = new ServiceLimits(1, 8, TimeSpan.FromMilliseconds(50)) });

        TextToSpeech answer = await _subnet.SpeakAsync(validator, miner);

        answer.Dendrite.StatusCode.ShouldBe(408);
        answer.Dendrite.StatusMessage!.ShouldContain("test/controlled was not done after");
        (await _speech.NextBeginAsync()).ShouldBe("hello");
        (await _speech.NextBeginAsync()).ShouldBe("cancelled");
    }

    [Fact]
    public async Task A_stopping_miner_finishes_what_runs_and_takes_nothing_new()
    {
        Keypair validator = await _subnet.ValidatorAsync();
        MinerService miner = await _subnet.StartMinerAsync(Engines);
        Task<TextToSpeech> running = _subnet.SpeakAsync(validator, miner);
        await _speech.NextBeginAsync();

        Task stopping = miner.StopAsync(TestSubnet.Token);
        stopping.IsCompleted.ShouldBeFalse();
        _speech.Release();
        (await running).Dendrite.StatusCode.ShouldBe(200);
        await stopping;

        (await _subnet.SpeakAsync(validator, miner)).Dendrite.StatusCode.ShouldBe(503);
    }

    [Fact]
    public async Task A_seeded_miner_gives_equal_seeds_to_equal_prompts_and_others_to_others()
    {
        Keypair validator = await _subnet.ValidatorAsync();
        MinerService miner = await _subnet.StartMinerAsync(Engines, _subnet.Options with { Seed = 7 });
        _speech.Release(3);
        foreach (string text in new[] { "one", "two", "one" })
            await _subnet.SpeakAsync(validator, miner, text);

        int?[] seeds = [.. _speech.Seeds];
        seeds[0].ShouldNotBeNull();
        seeds[2].ShouldBe(seeds[0]);
        seeds[1].ShouldNotBe(seeds[0]);
    }

    [Fact]
    public async Task A_clone_request_with_a_bad_recording_is_refused_with_400()
    {
        Keypair validator = await _subnet.ValidatorAsync();
        MinerService miner = await _subnet.StartMinerAsync(new MinerEngines { Cloning = new EchoCloner() });
        var request = new VoiceClone { TextInput = "hello", SampleRate = 16000, CloneInput = SampleList.FromAudio(ControlledSpeech.Tone(0.1)) };

        VoiceClone answer = await _subnet.AskAsync(validator, miner, request);

        answer.Dendrite.StatusCode.ShouldBe(400);
        answer.Dendrite.StatusMessage!.ShouldContain("at least 0.5 s are needed");
    }

    [Fact]
    public async Task An_answer_does_not_send_the_recording_back()
    {
        Keypair validator = await _subnet.ValidatorAsync();
        MinerService miner = await _subnet.StartMinerAsync(new MinerEngines { Cloning = new EchoCloner() });
        var request = new VoiceClone { TextInput = "hello", AcceptAudio = AudioPayload.SupportedEncodings };
        AudioPayload.WriteReference(request, ControlledSpeech.Tone(2), minerReadsCompact: true);

        VoiceClone answer = await _subnet.AskAsync(validator, miner, request);

        answer.Dendrite.StatusCode.ShouldBe(200, answer.Dendrite.StatusMessage);
        AudioPayload.TryReadAnswer(answer, out AudioBuffer? audio, out string? error).ShouldBeTrue(error);
        audio!.Seconds.ShouldBe(2, 0.01);
        answer.ModelName.ShouldBe("test/echo");
    }

    [Fact]
    public async Task Requests_and_audio_are_counted()
    {
        Keypair validator = await _subnet.ValidatorAsync();
        MinerService miner = await _subnet.StartMinerAsync(Engines);
        var counted = new List<(string Instrument, double Value, string? Service, int? Status)>();
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == MinerService.MeterName)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Count(instrument.Name, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Count(instrument.Name, value, tags));
        listener.Start();
        _speech.Release();

        await _subnet.SpeakAsync(validator, miner);
        await _subnet.SpeakAsync(validator, miner, "");
        await UntilAsync(() => miner.Requests == 2);

        miner.AudioSeconds.ShouldBe(0.5, 1e-6);
        lock (counted)
        {
            counted.ShouldContain(("miner.requests", 1, "TextToSpeech", 200));
            counted.ShouldContain(("miner.requests", 1, "TextToSpeech", 400));
            counted.ShouldContain(("miner.audio", 0.5, "TextToSpeech", null));
        }

        void Count(string instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            string? service = null;
            int? status = null;
            foreach (KeyValuePair<string, object?> tag in tags)
            {
                service = tag.Key == "service" ? tag.Value as string : service;
                status = tag.Key == "status" ? tag.Value as int? : status;
            }

            lock (counted)
                counted.Add((instrument, value, service, status));
        }
    }

    public ValueTask DisposeAsync() => _subnet.DisposeAsync();

    /// <summary>Waits for a state that the server brings about.</summary>
    private static async Task UntilAsync(Func<bool> reached)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestSubnet.Token);
        patience.CancelAfter(TestSubnet.Patience);
        while (!reached())
            await Task.Delay(5, patience.Token);
    }

    private sealed class EchoCloner : IVoiceCloner
    {
        public string Name => "test/echo";

        public Task<AudioBuffer> CloneAsync(CloneRequest request, CancellationToken cancellationToken = default) => Task.FromResult(request.Reference);
    }
}
