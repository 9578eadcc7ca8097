using AudioSubnet.Dsp;
using AudioSubnet.Engines;
using AudioSubnet.Protocol;
using Bittensor.Crypto;

namespace AudioSubnet.Miner.Tests;

/// <summary>Real engines behind a real axon, asked by a real dendrite.</summary>
[Trait("Area", "miner")]
public sealed class EndToEndTests : IAsyncDisposable
{
    private const string Text = "The weather is fine today, and tomorrow it will rain.";

    private readonly TestSubnet _subnet = new();

    [Fact]
    public async Task Speech_in_compact_form_is_what_the_engine_made()
    {
        ITextToSpeech speech = RealEngines.Speech();
        Keypair validator = await _subnet.ValidatorAsync();
        MinerService miner = await _subnet.StartMinerAsync(new MinerEngines { Speech = speech });

        TextToSpeech answer = await _subnet.AskAsync(
            validator, miner, new TextToSpeech { TextInput = Text, AcceptAudio = AudioPayload.SupportedEncodings });

        answer.Dendrite.StatusCode.ShouldBe(200, answer.Dendrite.StatusMessage);
        answer.ModelName.ShouldBe("flite/slt");
        answer.SpeechOutput.ShouldBeNull();
        AudioPayload.TryReadAnswer(answer, out AudioBuffer? audio, out string? error).ShouldBeTrue(error);
        AudioBuffer original = await speech.SpeakAsync(new SpeechRequest(Text), TestSubnet.Token);
        audio!.SampleRate.ShouldBe(original.SampleRate);
        audio.Frames.ShouldBe(original.Frames);
        for (int i = 0; i < audio.Frames; i++)
            audio.Mono.Span[i].ShouldBe(original.Mono.Span[i], 1.0 / 16384);
    }

    [Fact]
    public async Task Speech_as_a_list_is_what_the_engine_made()
    {
        ITextToSpeech speech = RealEngines.Speech();
        Keypair validator = await _subnet.ValidatorAsync();
        MinerService miner = await _subnet.StartMinerAsync(new MinerEngines { Speech = speech });

        TextToSpeech answer = await _subnet.SpeakAsync(validator, miner, Text);

        answer.CompactAudio.ShouldBeNull();
        AudioPayload.TryReadAnswer(answer, out AudioBuffer? audio, out string? error).ShouldBeTrue(error);
        AudioBuffer original = await speech.SpeakAsync(new SpeechRequest(Text), TestSubnet.Token);
        audio!.Seconds.ShouldBe(original.Seconds, 0.001);
        Level(audio).ShouldBe(Level(original), 0.001);
    }

    [Fact]
    public async Task Music_lasts_at_least_as_long_as_was_asked()
    {
        Keypair validator = await _subnet.ValidatorAsync();
        MinerService miner = await _subnet.StartMinerAsync(new MinerEngines { Music = RealEngines.Music() });

        MusicGeneration answer = await _subnet.AskAsync(validator, miner, new MusicGeneration
        {
            TextInput = "calm piano in C major",
            Duration = MusicDuration.TokensFor(4),
            AcceptAudio = AudioPayload.SupportedEncodings,
        });

        answer.Dendrite.StatusCode.ShouldBe(200, answer.Dendrite.StatusMessage);
        AudioPayload.TryReadAnswer(answer, out AudioBuffer? audio, out string? error).ShouldBeTrue(error);
        audio!.Seconds.ShouldBeInRange(4, 4.2);
        Level(audio).ShouldBeGreaterThan(0.005);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_recording_goes_in_and_a_cloned_voice_comes_out(bool compact)
    {
        IVoiceCloner cloner = RealEngines.Cloner();
        AudioBuffer reference = await RealEngines.Speech("flite/awb").SpeakAsync(
            new SpeechRequest("This is how I sound when I read something aloud, slowly and with care."), TestSubnet.Token);
        Keypair validator = await _subnet.ValidatorAsync();
        MinerService miner = await _subnet.StartMinerAsync(new MinerEngines { Cloning = cloner });
        var request = new VoiceClone { TextInput = Text, AcceptAudio = compact ? AudioPayload.SupportedEncodings : null };
        AudioPayload.WriteReference(request, reference, compact);

        VoiceClone answer = await _subnet.AskAsync(validator, miner, request);

        answer.Dendrite.StatusCode.ShouldBe(200, answer.Dendrite.StatusMessage);
        answer.ModelName.ShouldBe("baseline/clone");
        AudioPayload.TryReadAnswer(answer, out AudioBuffer? audio, out string? error).ShouldBeTrue(error);
        audio!.Seconds.ShouldBeInRange(1, 10);
        Level(audio).ShouldBeGreaterThan(0.005);
    }

    public ValueTask DisposeAsync() => _subnet.DisposeAsync();

    /// <summary>Root mean square.</summary>
    private static double Level(AudioBuffer audio)
    {
        double sum = 0;
        foreach (float sample in audio.ToMono().Mono.Span)
            sum += (double)sample * sample;
        return Math.Sqrt(sum / audio.Frames);
    }
}
