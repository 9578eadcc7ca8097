using System.Numerics;
using AudioSubnet.Dsp.Synthesis;

namespace AudioSubnet.Engines.Cloning;

/// <summary>Gives a voice other resonances and another colour: each frame's envelope is stretched along frequency, then moved by a fixed curve.</summary>
internal static class TimbreFilter
{
    /// <summary>Most that the curve changes, in natural-log units: 12 dB.</summary>
    private const double MaxColour = 1.38;

    /// <summary>Most that a bin changes in all: 20 dB.</summary>
    private const double MaxChange = 2.3;

    /// <summary>Filters speech at <see cref="VoiceProfile.SampleRate"/>.</summary>
    /// <param name="samples">The speech.</param>
    /// <param name="frequency">Its median F0 in Hz.</param>
    /// <param name="formantScale">Factor on the frequency of every resonance.</param>
    /// <param name="colour">What is added to the log magnitude of each bin.</param>
    /// <param name="cancellationToken">Stops between frames.</param>
    public static float[] Apply(
        ReadOnlySpan<float> samples, double frequency, double formantScale, double[] colour, CancellationToken cancellationToken)
    {
        var estimator = new SpectralEnvelope(VoiceProfile.FftSize, VoiceProfile.EnvelopeOrder(frequency));
        var envelope = new double[estimator.Bins];
        return ShortTimeFilter.Apply(samples, VoiceProfile.WindowLength, VoiceProfile.FftSize, bins =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            estimator.Estimate(bins, envelope);
            for (int i = 0; i < bins.Length; i++)
            {
                double change = VoiceProfile.At(envelope, i / formantScale) - envelope[i] + colour[i];
                bins[i] *= Math.Exp(Math.Clamp(change, -MaxChange, MaxChange));
            }
        });
    }

    /// <summary>The curve that takes the mean envelope of one voice, stretched, to that of another: smoothed over a third of an octave (at least 150 Hz), so that it carries the tilt and
    /// the colour of a voice and not the words that were measured, and bounded.</summary>
    public static double[] Colour(VoiceProfile from, VoiceProfile to, double formantScale)
    {
        double binWidth = (double)VoiceProfile.SampleRate / VoiceProfile.FftSize;
        var difference = new double[to.Envelope.Length];
        for (int i = 0; i < difference.Length; i++)
            difference[i] = to.Envelope[i] - VoiceProfile.At(from.Envelope, i / formantScale);
        double mean = difference.Average();
        var colour = new double[difference.Length];
        for (int i = 0; i < colour.Length; i++)
        {
            int half = (int)(Math.Max(150, 0.12 * i * binWidth) / binWidth);
            int first = Math.Max(0, i - half), last = Math.Min(difference.Length - 1, i + half);
            colour[i] = Math.Clamp(difference.AsSpan(first, last - first + 1).ToArray().Average() - mean, -MaxColour, MaxColour);
        }
        return colour;
    }
}
