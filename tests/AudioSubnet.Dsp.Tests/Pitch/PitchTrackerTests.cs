using AudioSubnet.Dsp.Pitch;

namespace AudioSubnet.Dsp.Tests.Pitch;

public class PitchTrackerTests
{
    private static readonly PitchTracker Tracker = new();

    [Theory]
    [InlineData(70, 16000)]
    [InlineData(118.3, 22050)]
    [InlineData(211, 48000)]
    [InlineData(440, 16000)]
    public void A_sine_and_a_vowel_have_their_pitch_within_a_half_percent(double frequency, int sampleRate)
    {
        foreach (float[] samples in new[] { Signals.Sine(frequency, sampleRate, 1), Signals.Vowel(_ => frequency, sampleRate, 1) })
        {
            var track = Tracker.Track(samples, sampleRate);
            track.MedianFrequency.ShouldBe(frequency, 0.005 * frequency);
            track.VoicedRatio.ShouldBeGreaterThan(0.9);
            track.SpreadSemitones.ShouldBeLessThan(0.2);
        }
    }

    [Fact]
    public void A_glide_is_followed_without_octave_jumps()
    {
        double Glide(double t) => 100 * Math.Pow(2, t / 2);
        var track = Tracker.Track(Signals.Vowel(Glide, 16000, 2), 16000);
        for (int i = 10; i < 190; i++)
            track.Frames[i].Frequency.ShouldBe(Glide(i * 0.01), 0.02 * Glide(i * 0.01));
    }

    [Fact]
    public void Noise_and_silence_have_no_pitch()
    {
        Tracker.Track(Signals.Noise(16000), 16000).VoicedRatio.ShouldBeLessThan(0.05);
        var silence = Tracker.Track(new float[16000], 16000);
        (silence.VoicedRatio, silence.MedianFrequency, silence.SpreadSemitones).ShouldBe((0, 0, 0));
        Tracker.Track([], 16000).VoicedSeconds.ShouldBe(0);
    }

    [Fact]
    public void A_pause_between_two_voices_is_unvoiced()
    {
        float[] samples = [.. Signals.Vowel(_ => 120, 16000, 0.5), .. new float[8000], .. Signals.Vowel(_ => 180, 16000, 0.5)];
        var track = Tracker.Track(samples, 16000);
        track.FrequencyAt(0.25).ShouldBe(120, 1);
        track.FrequencyAt(0.75).ShouldBe(0);
        track.FrequencyAt(1.25).ShouldBe(180, 1.5);
        track.VoicedSeconds.ShouldBe(1, 0.1);
    }

    [Fact]
    public void Harmonics_to_noise_ratio_falls_as_noise_is_added()
    {
        float[] vowel = Signals.Vowel(_ => 150, 16000, 1);
        double previous = double.PositiveInfinity;
        foreach (double amplitude in new[] { 0.0, 0.02, 0.1, 0.3 })
        {
            var track = Tracker.Track([.. vowel.Zip(Signals.Noise(vowel.Length, amplitude), (a, b) => a + b)], 16000);
            double ratio = track.Frames.Where(frame => frame.IsVoiced).Average(frame => frame.HarmonicToNoise);
            ratio.ShouldBeLessThan(previous);
            track.MedianFrequency.ShouldBe(150, 1.5);
            previous = ratio;
        }
    }
}
