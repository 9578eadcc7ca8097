using AudioSubnet.Dsp;
using AudioSubnet.Engines;
using AudioSubnet.Miner.Adversaries;
using AudioSubnet.Protocol;
using Bittensor.Crypto;
using Microsoft.Extensions.Time.Testing;

namespace AudioSubnet.Miner.Tests;

[Trait("Area", "miner")]
public sealed class MisbehaviourTests
{
    private const string Text = "Please open the window before you leave.";
    private const string OtherText = "Three ships came into the harbour at night.";

    [Fact]
    public void An_honest_miner_has_its_engines_untouched()
    {
        var engines = new MinerEngines { Speech = new ControlledSpeech() };
        Misbehaviour.Apply(engines, MinerBehaviour.Honest).ShouldBeSameAs(engines);
    }

    [Theory]
    [InlineData(MinerBehaviour.Silent)]
    [InlineData(MinerBehaviour.Noisy)]
    [InlineData(MinerBehaviour.WrongText)]
    [InlineData(MinerBehaviour.Copier)]
    [InlineData(MinerBehaviour.Slow)]
    [InlineData(MinerBehaviour.Crashing)]
    public void A_misbehaving_miner_offers_the_same_services_under_the_same_names(MinerBehaviour behaviour)
    {
        MinerEngines engines = Misbehaviour.Apply(new MinerEngines { Speech = new ControlledSpeech() }, behaviour);
        engines.Speech!.Name.ShouldBe("test/controlled");
        engines.Cloning.ShouldBeNull();
        engines.Music.ShouldBeNull();
    }

    [Fact]
    public async Task A_silent_miner_answers_with_zeros_of_the_right_length()
    {
        (AudioBuffer honest, AudioBuffer answer) = await HonestAndAsync(MinerBehaviour.Silent);
        answer.Frames.ShouldBe(honest.Frames);
        answer.Mono.ToArray().ShouldAllBe(sample => sample == 0);
    }

    [Fact]
    public async Task A_noisy_miner_buries_the_speech_in_noise()
    {
        (AudioBuffer honest, AudioBuffer answer) = await HonestAndAsync(MinerBehaviour.Noisy);
        answer.Frames.ShouldBe(honest.Frames);
        answer.Mono.ToArray().ShouldAllBe(sample => Math.Abs(sample) <= 1);

        // The speech is 1 part in 5 of the energy: at +6 dB of noise the correlation with it is 1 / √5.
        Correlation(honest, answer).ShouldBe(1 / Math.Sqrt(5), 0.05);
    }

    [Fact]
    public async Task A_wrong_text_miner_speaks_a_text_of_its_own_and_speaks_for_music_too()
    {
        ITextToSpeech flite = RealEngines.Speech();
        MinerEngines engines = Misbehaviour.Apply(new MinerEngines { Speech = flite, Music = RealEngines.Music() }, MinerBehaviour.WrongText);
        AudioBuffer honest = await flite.SpeakAsync(new SpeechRequest(Text), TestSubnet.Token);

        AudioBuffer answer = await engines.Speech!.SpeakAsync(new SpeechRequest(Text), TestSubnet.Token);
        AudioBuffer toAnotherPrompt = await engines.Speech!.SpeakAsync(new SpeechRequest(new string('x', Text.Length)), TestSubnet.Token);
        AudioBuffer music = await engines.Music!.ComposeAsync(new MusicRequest(Text, 15), TestSubnet.Token);

        ShouldBeEqual(toAnotherPrompt, answer);
        music.Frames.ShouldBeLessThan(15 * music.SampleRate / 2); // another sentence, far from the 15 s of music
        answer.Frames.ShouldNotBe(honest.Frames);
    }

    [Fact]
    public async Task A_copier_is_one_answer_behind_and_clones_by_handing_back_the_recording()
    {
        ITextToSpeech flite = RealEngines.Speech();
        MinerEngines engines = Misbehaviour.Apply(new MinerEngines { Speech = flite, Cloning = new NoCloner() }, MinerBehaviour.Copier);
        await engines.Speech!.SpeakAsync(new SpeechRequest(Text), TestSubnet.Token);

        AudioBuffer second = await engines.Speech!.SpeakAsync(new SpeechRequest(OtherText), TestSubnet.Token);
        ShouldBeEqual(second, await flite.SpeakAsync(new SpeechRequest(Text), TestSubnet.Token));

        AudioBuffer recording = ControlledSpeech.Tone();
        (await engines.Cloning!.CloneAsync(new CloneRequest(Text, recording), TestSubnet.Token)).ShouldBeSameAs(recording);
    }

    [Fact]
    public async Task A_slow_miner_begins_only_after_its_delay()
    {
        var clock = new FakeTimeProvider();
        var speech = new ControlledSpeech();
        speech.Release();
        MinerEngines engines = Misbehaviour.Apply(new MinerEngines { Speech = speech }, MinerBehaviour.Slow, TimeSpan.FromMinutes(3), clock);

        Task<AudioBuffer> answer = engines.Speech!.SpeakAsync(new SpeechRequest(Text), TestSubnet.Token);
        clock.Advance(TimeSpan.FromSeconds(179));
        speech.Seeds.ShouldBeEmpty();
        clock.Advance(TimeSpan.FromSeconds(1));

        (await answer).Frames.ShouldBe(ControlledSpeech.Tone().Frames);
    }

    [Fact]
    public async Task A_crashing_miner_answers_500_each_time_and_goes_on()
    {
        await using var subnet = new TestSubnet();
        Keypair validator = await subnet.ValidatorAsync();
        MinerService miner = await subnet.StartMinerAsync(Misbehaviour.Apply(new MinerEngines { Speech = new ControlledSpeech() }, MinerBehaviour.Crashing));

        for (int request = 0; request < 3; request++)
        {
            TextToSpeech answer = await subnet.SpeakAsync(validator, miner);
            answer.Dendrite.StatusCode.ShouldBe(500);
            AudioPayload.TryReadAnswer(answer, out _, out _).ShouldBeFalse();
        }
    }

    private static async Task<(AudioBuffer Honest, AudioBuffer Answer)> HonestAndAsync(MinerBehaviour behaviour)
    {
        ITextToSpeech flite = RealEngines.Speech();
        MinerEngines engines = Misbehaviour.Apply(new MinerEngines { Speech = flite }, behaviour);
        var request = new SpeechRequest(Text);
        return (await flite.SpeakAsync(request, TestSubnet.Token), await engines.Speech!.SpeakAsync(request, TestSubnet.Token));
    }

    private static double Correlation(AudioBuffer left, AudioBuffer right)
    {
        double product = 0, leftEnergy = 0, rightEnergy = 0;
        for (int i = 0; i < left.Frames; i++)
        {
            double a = left.Mono.Span[i], b = right.Mono.Span[i];
            product += a * b;
            leftEnergy += a * a;
            rightEnergy += b * b;
        }

        return product / Math.Sqrt(leftEnergy * rightEnergy);
    }

    private static void ShouldBeEqual(AudioBuffer actual, AudioBuffer expected) =>
        actual.Mono.Span.SequenceEqual(expected.Mono.Span).ShouldBeTrue();

    private sealed class NoCloner : IVoiceCloner
    {
        public string Name => "test/none";

        public Task<AudioBuffer> CloneAsync(CloneRequest request, CancellationToken cancellationToken = default) =>
            throw new EngineException("A copier never asks the cloner.");
    }
}
