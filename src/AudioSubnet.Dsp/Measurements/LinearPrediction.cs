namespace AudioSubnet.Dsp.Measurements;

/// <summary>An all-pole model of a spectrum, gain / |1 + Σ a[k] z^-k|: the resonances of a vocal tract without the harmonics of its voice.</summary>
/// <param name="Coefficients">a[1] … a[order].</param>
/// <param name="Gain">Square root of the prediction error's mean power.</param>
public sealed record LinearPrediction(IReadOnlyList<double> Coefficients, double Gain)
{
    /// <summary>Fits by the autocorrelation method (Levinson-Durbin), which always gives a stable model. Silence gives zero coefficients and no gain.</summary>
    /// <param name="frame">A windowed frame.</param>
    /// <param name="order">Number of poles: two for each formant in the band and two to four for the source; 18 at 16 kHz.</param>
    public static LinearPrediction Fit(ReadOnlySpan<float> frame, int order)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(order);
        double[] correlation = Autocorrelation(frame, order);
        var a = new double[order + 1];
        a[0] = 1;
        double error = correlation[0] * (1 + 1e-9) + 1e-30; // a little white noise (-90 dB) keeps nearly periodic frames solvable
        var previous = new double[order + 1];
        for (int i = 1; i <= order; i++)
        {
            double sum = correlation[i];
            for (int j = 1; j < i; j++)
                sum += a[j] * correlation[i - j];
            double reflection = -sum / error;
            a.CopyTo(previous, 0);
            for (int j = 1; j < i; j++)
                a[j] = previous[j] + reflection * previous[i - j];
            a[i] = reflection;
            error *= 1 - reflection * reflection;
        }
        return new LinearPrediction(a[1..], correlation[0] == 0 ? 0 : Math.Sqrt(error / frame.Length));
    }

    /// <summary>r[k] = Σ x[n] x[n+k] for k = 0 … <paramref name="maxLag"/>.</summary>
    /// <param name="samples">The signal.</param>
    /// <param name="maxLag">Largest lag.</param>
    public static double[] Autocorrelation(ReadOnlySpan<float> samples, int maxLag)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxLag);
        var result = new double[maxLag + 1];
        for (int lag = 0; lag <= maxLag; lag++)
            for (int i = lag; i < samples.Length; i++)
                result[lag] += (double)samples[i] * samples[i - lag];
        return result;
    }

    /// <summary>The model's level in dB at a frequency.</summary>
    /// <param name="frequency">Frequency as a share of the sample rate, 0 to 0.5.</param>
    public double LevelAt(double frequency)
    {
        double real = 1, imaginary = 0;
        for (int k = 0; k < Coefficients.Count; k++)
        {
            var (sine, cosine) = Math.SinCos(-2 * Math.PI * frequency * (k + 1));
            real += Coefficients[k] * cosine;
            imaginary += Coefficients[k] * sine;
        }
        return 20 * Math.Log10(Math.Max(Gain, 1e-10)) - 10 * Math.Log10(Math.Max(real * real + imaginary * imaginary, 1e-30));
    }
}
