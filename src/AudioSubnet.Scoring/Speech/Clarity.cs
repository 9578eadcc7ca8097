using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Measurements;

namespace AudioSubnet.Scoring.Speech;

/// <summary>How clear speech is as a signal: level, clipping, noise, silence, bandwidth, reverberation.</summary>
internal static class Clarity
{
    /// <summary>Measures mono speech of finite samples without offset.</summary>
    public static IReadOnlyList<Metric> Measure(AudioBuffer audio, SpeechWeights weights)
    {
        ReadOnlySpan<float> samples = audio.Mono.Span;
        NoiseEstimate noise = NoiseEstimate.Measure(samples, audio.SampleRate);
        double clipping = Levels.ClippingRatio(samples);
        double silence = Levels.SilenceRatio(samples, audio.SampleRate);
        double bandwidth = SpeechBandwidth.Measure(audio);
        double? reverberation = Srmr.Measure(audio);
        double snr = noise.SignalToNoise;
        return
        [
            new Metric("level", noise.SignalLevel, "dBFS", Ramp.Plateau(noise.SignalLevel, -60, -35, -8, 0), weights.Level,
                $"The speech has a level of {noise.SignalLevel:0} dBFS; -35 to -8 is comfortable."),
            new Metric("clipping", clipping, "ratio", 1 / (1 + clipping / 0.01), weights.Clipping,
                clipping > 0 ? $"{clipping:0.00%} of the samples are clipped; 1 % halves this value." : "Nothing is clipped."),
            new Metric("signal_to_noise", snr, "dB", Ramp.Between(snr, 0, 45), weights.SignalToNoise,
                $"The speech stands {snr:0} dB above the noise between its words ({noise.NoiseFloor:0} dBFS); 45 dB is clean."),
            new Metric("silence", silence, "ratio", Ramp.Between(silence, 0.75, 0.35), weights.Silence,
                $"{silence:0%} of the clip is silence; up to 35 % is ordinary."),
            new Metric("bandwidth", bandwidth, "Hz", Ramp.Between(Math.Log2(bandwidth), Math.Log2(1500), Math.Log2(6000)), weights.Bandwidth,
                $"The speech reaches up to {bandwidth:0} Hz; 6000 Hz and more is full, a telephone has 3400."),
            reverberation is { } srmr
                ? new Metric("srmr", srmr, "ratio", Ramp.Between(Math.Log2(srmr), 0, Math.Log2(7)), weights.Reverberation,
                    $"Slow modulations, which carry speech, have {srmr:0.0} times the energy of fast ones, which reverberation and noise add; 7 is clear, 1 is blurred.")
                : new Metric("srmr", null, "ratio", null, weights.Reverberation, "Not measured: the clip is shorter than the 256 ms of one modulation window."),
        ];
    }
}
