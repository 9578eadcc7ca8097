namespace AudioSubnet.Dsp.Features;

/// <summary>Mel-frequency cepstral coefficients as librosa computes them: the orthonormal DCT-II of mel power in dB.</summary>
public static class Mfcc
{
    /// <summary>The first <paramref name="count"/> coefficients of each frame, <c>[frames, count]</c>.</summary>
    /// <param name="logMel">Mel power in dB, <c>[frames, bands]</c>.</param>
    /// <param name="count">Number of coefficients, at most the number of bands; the first is the level.</param>
    public static FrameMatrix Compute(FrameMatrix logMel, int count = 20)
    {
        ArgumentNullException.ThrowIfNull(logMel);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, logMel.Values);
        int bands = logMel.Values;
        var basis = new double[count * bands];
        for (int k = 0; k < count; k++)
            for (int i = 0; i < bands; i++)
                basis[k * bands + i] = Math.Sqrt((k == 0 ? 1.0 : 2.0) / bands) * Math.Cos(Math.PI * k * (2 * i + 1) / (2 * bands));
        var result = new FrameMatrix(logMel.Frames, count);
        for (int frame = 0; frame < logMel.Frames; frame++)
        {
            var mel = logMel.Frame(frame);
            var row = result.Frame(frame);
            for (int k = 0; k < count; k++)
            {
                double sum = 0;
                for (int i = 0; i < bands; i++)
                    sum += basis[k * bands + i] * mel[i];
                row[k] = (float)sum;
            }
        }
        return result;
    }
}
