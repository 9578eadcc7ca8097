using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Transforms;

namespace AudioSubnet.Scoring.Speech;

/// <summary>Up to which frequency a recording carries sound.</summary>
internal static class SpeechBandwidth
{
    /// <summary>How far the average spectrum may fall below its strongest part, in dB.</summary>
    private const double Range = 55;

    /// <summary>The highest frequency, in Hz, at which a third-octave of the average power spectrum is within 55 dB of the strongest one.</summary>
    public static double Measure(AudioBuffer audio)
    {
        int size = 1;
        while (size < audio.SampleRate / 40)
            size *= 2;
        float[] power = new Stft(size).Power(audio.Mono.Span).Mean();
        double binWidth = (double)audio.SampleRate / size;
        var bands = new List<(double Top, double Density)>();
        for (double low = 100; low * 1.26 <= audio.SampleRate / 2.0; low *= 1.26)
        {
            int from = (int)(low / binWidth), to = Math.Max(from + 1, (int)(low * 1.26 / binWidth));
            double sum = 0;
            for (int bin = from; bin < to; bin++)
                sum += power[bin];
            bands.Add((low * 1.26, sum / (to - from)));
        }
        double limit = bands.Max(band => band.Density) * Math.Pow(10, -Range / 10);
        return bands.Where(band => band.Density >= limit).Select(band => band.Top).DefaultIfEmpty(100).Max();
    }
}
