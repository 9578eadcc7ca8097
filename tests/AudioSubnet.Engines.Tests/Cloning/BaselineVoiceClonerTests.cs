using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Features;
using AudioSubnet.Dsp.Files;
using AudioSubnet.Dsp.Measurements;
using AudioSubnet.Dsp.Pitch;
using AudioSubnet.Dsp.Resampling;
using AudioSubnet.Dsp.Synthesis;
using AudioSubnet.Engines.Cloning;
using AudioSubnet.Engines.Speech;
using AudioSubnet.TestData;

namespace AudioSubnet.Engines.Tests.Cloning;

[Trait("Area", "engines")]
public class BaselineVoiceClonerTests
{
    private const string Text = "Seventeen sailors crossed the stormy sea, and every one of them came home before winter.";

    private static readonly BaselineVoiceCloner Cloner = new();
    private static readonly PitchTracker Tracker = new();

    public static TheoryData<string> References =>
        [.. Directory.EnumerateFiles(Path.Combine(TestPaths.Repository, "tests", "audio", "librispeech"), "*.flac").Select(path => Path.GetFileName(path)).Order()];

    [Theory, MemberData(nameof(References))]
    public async Task A_clone_has_the_pitch_of_the_reference_and_sounds_nearer_to_it_than_any_voice_it_is_made_from(string file)
    {
        var token = TestContext.Current.CancellationToken;
        var reference = await AudioFile.ReadAsync(Path.Combine(TestPaths.Repository, "tests", "audio", "librispeech", file), cancellationToken: token);
        var clone = await Cloner.CloneAsync(new CloneRequest(Text, reference), token);

        double wanted = Tracker.Track(reference).MedianFrequency;
        Tracker.Track(clone).MedianFrequency.ShouldBe(wanted, 0.05 * wanted);
        double distance = Distance(reference, clone);
        foreach (string voice in BaselineVoiceCloner.SourceVoices)
        {
            var speech = await new FliteTextToSpeech(voice).SpeakAsync(new SpeechRequest(Text), token);
            distance.ShouldBeLessThan(Distance(reference, speech), voice);
            clone.Seconds.ShouldBe(speech.Seconds, 0.35 * speech.Seconds);
        }
        Levels.RmsDecibels(clone.Mono.Span).ShouldBeInRange(-30, -15);
        Levels.ClippingRatio(clone.Mono.Span).ShouldBeLessThan(0.001);
    }

    [Fact]
    public async Task The_rate_and_channels_of_the_reference_do_not_matter()
    {
        var token = TestContext.Current.CancellationToken;
        var reference = await AudioFile.ReadAsync(Path.Combine(TestPaths.Repository, "tests", "audio", "librispeech", "2033-0005.flac"), cancellationToken: token);
        float[] high = Resampler.Resample(reference, 44100).Mono.ToArray();
        var first = await Cloner.CloneAsync(new CloneRequest(Text, reference), token);
        var second = await Cloner.CloneAsync(new CloneRequest(Text, new AudioBuffer([high, high], 44100)), token);
        double pitch = Tracker.Track(first).MedianFrequency;
        Tracker.Track(second).MedianFrequency.ShouldBe(pitch, 0.02 * pitch);
        Distance(first, second).ShouldBeLessThan(10); // different speakers are about 30 apart, two renderings of one sentence about 3
    }

    [Theory]
    [InlineData(0.7)]
    [InlineData(1.4)]
    public async Task A_synthetic_speaker_is_met_where_it_was_put(double factor)
    {
        // A voice that is known: flite's slt moved to another pitch.
        var token = TestContext.Current.CancellationToken;
        var speech = await new FliteTextToSpeech("slt").SpeakAsync(new SpeechRequest("We had a long talk about birds and boats in the afternoon."), token);
        var speaker = new AudioBuffer(Psola.Transform(speech.Mono.Span, 16000, Tracker.Track(speech), frequency => factor * frequency), 16000);
        double wanted = factor * Tracker.Track(speech).MedianFrequency;
        Tracker.Track(await Cloner.CloneAsync(new CloneRequest(Text, speaker), token)).MedianFrequency.ShouldBe(wanted, 0.05 * wanted);
    }

    [Fact]
    public async Task A_longer_vocal_tract_is_recognised_by_its_formants()
    {
        var token = TestContext.Current.CancellationToken;
        var speech = await new FliteTextToSpeech("rms").SpeakAsync(new SpeechRequest("We had a long talk about birds and boats in the afternoon."), token);
        var profile = VoiceProfile.Measure(speech, token);
        double Measured(double scale)
        {
            float[] moved = TimbreFilter.Apply(speech.Mono.Span, profile.MedianFrequency, scale, new double[513], token);
            return VoiceProfile.Measure(new AudioBuffer(moved, 16000), token).FormantScaleOver(profile);
        }
        Measured(0.85).ShouldBeInRange(0.82, 0.92);
        Measured(1).ShouldBe(1, 0.02);
        Measured(1.15).ShouldBeInRange(1.04, 1.22);
    }

    [Fact]
    public async Task A_silent_reference_is_refused_with_its_level() =>
        (await Should.ThrowAsync<EngineException>(() => Cloner.CloneAsync(new CloneRequest(Text, new AudioBuffer(new float[48000], 16000)))))
            .Message.ShouldSatisfyAllConditions(message => message.ShouldContain("silent"), message => message.ShouldContain("3.00 s"), message => message.ShouldContain("-100"));

    [Fact]
    public async Task A_reference_without_enough_voice_is_refused_with_its_seconds()
    {
        var random = new Random(5);
        float[] noise = [.. Enumerable.Range(0, 32000).Select(_ => (float)(0.2 * random.NextDouble() - 0.1))];
        (await Should.ThrowAsync<EngineException>(() => Cloner.CloneAsync(new CloneRequest(Text, new AudioBuffer(noise, 16000)))))
            .Message.ShouldContain("s of voice in 2.00 s");
        var brief = await new FliteTextToSpeech("kal16").SpeakAsync(new SpeechRequest("No."), TestContext.Current.CancellationToken);
        (await Should.ThrowAsync<EngineException>(() => Cloner.CloneAsync(new CloneRequest(Text, brief)))).Message.ShouldContain("at least 0.5 s");
        (await Should.ThrowAsync<EngineException>(() => Cloner.CloneAsync(new CloneRequest(Text, new AudioBuffer([0f, float.NaN], 16000))))).Message.ShouldContain("not finite");
        (await Should.ThrowAsync<EngineException>(() => Cloner.CloneAsync(new CloneRequest(Text, new AudioBuffer(Array.Empty<float>(), 16000))))).Message.ShouldContain("silent");
    }

    /// <summary>Distance of the mean mel cepstra (without the level) over the active frames.</summary>
    private static double Distance(AudioBuffer left, AudioBuffer right) =>
        Math.Sqrt(MeanCepstrum(left).Zip(MeanCepstrum(right), (a, b) => (a - b) * (a - b)).Sum());

    private static float[] MeanCepstrum(AudioBuffer audio)
    {
        var mel = MelSpectrogram.Librosa(16000, 1024, 256, 40).PowerDecibels(Editing.SetLevel(audio).Mono.Span);
        int[] active = [.. Enumerable.Range(0, mel.Frames).Where(frame => mel.Frame(frame).ToArray().Average() > -55)];
        var cepstra = Mfcc.Compute(mel, 20);
        return [.. Enumerable.Range(1, 19).Select(k => active.Average(frame => cepstra[frame, k]))];
    }
}
