using System.Numerics;
using AudioSubnet.Dsp.Measurements;
using AudioSubnet.Dsp.Pitch;
using AudioSubnet.Dsp.Synthesis;
using AudioSubnet.Dsp.Transforms;

namespace AudioSubnet.Dsp.Tests.Synthesis;

public class SynthesisTests
{
    private static readonly PitchTracker Tracker = new();

    [Theory]
    [InlineData(0.7)]
    [InlineData(1.0)]
    [InlineData(1.5)]
    public void Pitch_moves_and_formants_stay(double factor)
    {
        float[] vowel = Signals.Vowel(t => 130 + 10 * Math.Sin(4 * t), 16000, 1.5);
        float[] moved = Psola.Transform(vowel, 16000, Tracker.Track(vowel, 16000), frequency => factor * frequency);
        moved.Length.ShouldBe(vowel.Length);
        var track = Tracker.Track(moved, 16000);
        track.MedianFrequency.ShouldBe(130 * factor, 0.02 * 130 * factor);
        track.VoicedRatio.ShouldBeGreaterThan(0.9);
        Formant(moved).ShouldBe(Formant(vowel), 60);
        Levels.RmsDecibels(moved).ShouldBe(Levels.RmsDecibels(vowel), 4);
    }

    [Fact]
    public void An_unchanged_voice_comes_back_nearly_as_it_was()
    {
        float[] vowel = [.. Signals.Vowel(_ => 130, 16000, 0.6), .. Signals.Noise(4800, 0.05), .. Signals.Vowel(_ => 170, 16000, 0.6)];
        float[] same = Psola.Transform(vowel, 16000, Tracker.Track(vowel, 16000), frequency => frequency);
        float[] difference = [.. vowel.Zip(same, (a, b) => a - b)];
        (Levels.RmsDecibels(difference.AsSpan(400, 18000)) - Levels.RmsDecibels(vowel)).ShouldBeLessThan(-15);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1.7)]
    public void Duration_changes_and_pitch_stays(double timeScale)
    {
        float[] vowel = Signals.Vowel(_ => 140, 16000, 1);
        float[] stretched = Psola.Transform(vowel, 16000, Tracker.Track(vowel, 16000), frequency => frequency, timeScale);
        stretched.Length.ShouldBe((int)Math.Round(16000 * timeScale));
        Tracker.Track(stretched, 16000).MedianFrequency.ShouldBe(140, 2);
    }

    [Fact]
    public void Silence_and_nothing_come_back_as_such()
    {
        Psola.Transform(new float[1000], 16000, Tracker.Track(new float[1000], 16000), frequency => frequency).ShouldAllBe(sample => sample == 0);
        Psola.Transform([], 16000, Tracker.Track([], 16000), frequency => frequency).ShouldBeEmpty();
    }

    [Fact]
    public void The_envelope_rests_on_the_harmonics_and_shows_the_formants()
    {
        float[] vowel = Signals.Vowel(_ => 200, 16000, 0.5);
        var stft = new Stft(1024, 256, Window.Hann(512));
        var bins = new Complex[stft.Bins];
        stft.Frame(vowel, 12, bins);
        var envelope = new double[stft.Bins];
        new SpectralEnvelope(1024, 40).Estimate(bins, envelope);
        double deviation = 0;
        for (int harmonic = 2; harmonic < 15; harmonic++)
        {
            int bin = (int)Math.Round(harmonic * 200 * 1024 / 16000.0);
            double level = Enumerable.Range(bin - 2, 5).Max(i => Math.Log(Complex.Abs(bins[i])));
            envelope[bin].ShouldBeGreaterThan(level - 0.6, $"harmonic {harmonic}"); // 5 dB
            deviation += Math.Abs(envelope[bin] - level) / 13;
        }
        deviation.ShouldBeLessThan(0.35); // 3 dB; a curve of this order cannot follow the deepest valley
        double At(double frequency) => envelope[(int)Math.Round(frequency * 1024 / 16000)];
        At(2440).ShouldBeGreaterThan(At(1800) + 0.4);
        At(2440).ShouldBeGreaterThan(At(3200) + 0.4);
    }

    [Fact]
    public void A_filter_that_changes_nothing_gives_the_signal_back()
    {
        float[] noise = Signals.Noise(5000);
        float[] same = ShortTimeFilter.Apply(noise, 512, 1024, _ => { });
        for (int i = 0; i < noise.Length; i++)
            same[i].ShouldBe(noise[i], 1e-5f);
    }

    [Fact]
    public void Silence_is_trimmed_from_the_ends_but_not_from_the_middle()
    {
        float[] samples = [.. new float[16000], .. Signals.Sine(300, 16000, 0.5), .. new float[8000], .. Signals.Sine(300, 16000, 0.5), .. new float[16000]];
        Editing.TrimSilence(new AudioBuffer(samples, 16000), margin: 0.1).Seconds.ShouldBe(1.7, 0.03);
        Editing.TrimSilence(new AudioBuffer(new float[16000], 16000)).Frames.ShouldBe(0);
    }

    [Fact]
    public void The_level_of_the_active_parts_is_set_and_peaks_stay_below_the_limit()
    {
        float[] paused = [.. Signals.Sine(300, 16000, 1, 0.01), .. new float[32000]];
        Levels.RmsDecibels(Editing.SetLevel(new AudioBuffer(paused, 16000)).Mono.Span[..16000]).ShouldBe(-20, 0.1);
        Levels.PeakDecibels(Editing.SetLevel(new AudioBuffer(Signals.Sine(300, 16000, 1), 16000), level: 0).Mono.Span).ShouldBe(-1, 0.01);
        Editing.SetLevel(new AudioBuffer(new float[100], 16000)).Mono.ToArray().ShouldAllBe(sample => sample == 0);
    }

    /// <summary>The strongest resonance above 1.8 kHz in Hz.</summary>
    private static double Formant(float[] samples)
    {
        var model = LinearPrediction.Fit([.. samples.AsSpan(8000, 4000).ToArray().Zip(Window.Hann(4000), (a, b) => a * b)], 12);
        return Enumerable.Range(1800, 1500).MaxBy(frequency => model.LevelAt(frequency / 16000.0));
    }
}
