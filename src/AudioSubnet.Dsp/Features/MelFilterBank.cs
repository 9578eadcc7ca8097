namespace AudioSubnet.Dsp.Features;

/// <summary>Triangular filters, equally spaced in mel, over the bins of a spectrum; librosa's and torchaudio's numbers. Immutable.</summary>
public sealed class MelFilterBank
{
    private readonly float[][] _weights;
    private readonly int[] _starts;

    /// <summary>Makes the filters.</summary>
    /// <param name="sampleRate">Sample rate in Hz.</param>
    /// <param name="fftSize">Points of the transform.</param>
    /// <param name="bands">Number of mel bands.</param>
    /// <param name="minFrequency">Lower edge of the lowest band in Hz.</param>
    /// <param name="maxFrequency">Upper edge of the highest band in Hz; null takes half the sample rate.</param>
    /// <param name="scale">The mel scale.</param>
    /// <param name="areaNormalized">Each triangle is divided by half its width in Hz (librosa's <c>norm="slaney"</c>); otherwise its peak is 1.</param>
    public MelFilterBank(
        int sampleRate, int fftSize, int bands, double minFrequency = 0, double? maxFrequency = null, MelScale scale = MelScale.Slaney, bool areaNormalized = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRate);
        ArgumentOutOfRangeException.ThrowIfLessThan(fftSize, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bands);
        double top = maxFrequency ?? sampleRate / 2.0;
        if (!(minFrequency >= 0 && minFrequency < top))
            throw new ArgumentException($"The mel bands run from {minFrequency} Hz to {top} Hz; the first must be smaller and not negative.", nameof(minFrequency));
        Bins = fftSize / 2 + 1;
        _weights = new float[bands][];
        _starts = new int[bands];

        double low = ToMel(minFrequency, scale), high = ToMel(top, scale);
        double Edge(int i) => ToHertz(low + (high - low) * i / (bands + 1), scale);
        for (int band = 0; band < bands; band++)
        {
            double left = Edge(band), centre = Edge(band + 1), right = Edge(band + 2);
            double gain = areaNormalized ? 2 / (right - left) : 1;
            var weights = new float[Bins];
            for (int bin = 0; bin < Bins; bin++)
            {
                double frequency = (double)bin * sampleRate / fftSize;
                weights[bin] = (float)(gain * Math.Max(0, Math.Min((frequency - left) / (centre - left), (right - frequency) / (right - centre))));
            }
            int first = Array.FindIndex(weights, weight => weight > 0);
            int last = Array.FindLastIndex(weights, weight => weight > 0);
            (_starts[band], _weights[band]) = first < 0 ? (0, []) : (first, weights[first..(last + 1)]);
        }
    }

    /// <summary>Number of mel bands.</summary>
    public int Bands => _weights.Length;

    /// <summary>Bins of the spectra it is applied to.</summary>
    public int Bins { get; }

    /// <summary>Weight of a bin in a band.</summary>
    public float Weight(int band, int bin)
    {
        int offset = bin - _starts[band];
        return (uint)offset < (uint)_weights[band].Length ? _weights[band][offset] : 0;
    }

    /// <summary>Sums a spectrogram <c>[frames, bins]</c> into mel bands <c>[frames, bands]</c>.</summary>
    public FrameMatrix Apply(FrameMatrix spectrogram)
    {
        ArgumentNullException.ThrowIfNull(spectrogram);
        if (spectrogram.Values != Bins)
            throw new ArgumentException($"The filters are for {Bins} bins; the spectrogram has {spectrogram.Values}.", nameof(spectrogram));
        var result = new FrameMatrix(spectrogram.Frames, Bands);
        for (int frame = 0; frame < result.Frames; frame++)
        {
            var spectrum = spectrogram.Frame(frame);
            var row = result.Frame(frame);
            for (int band = 0; band < row.Length; band++)
            {
                double sum = 0;
                int start = _starts[band];
                float[] weights = _weights[band];
                for (int i = 0; i < weights.Length; i++)
                    sum += weights[i] * spectrum[start + i];
                row[band] = (float)sum;
            }
        }
        return result;
    }

    /// <summary>Frequency in Hz to mel.</summary>
    public static double ToMel(double frequency, MelScale scale) => scale switch
    {
        MelScale.Htk => 2595 * Math.Log10(1 + frequency / 700),
        _ => frequency < 1000 ? frequency * 3 / 200 : 15 + 27 * Math.Log(frequency / 1000) / Math.Log(6.4),
    };

    /// <summary>Mel to frequency in Hz.</summary>
    public static double ToHertz(double mel, MelScale scale) => scale switch
    {
        MelScale.Htk => 700 * (Math.Pow(10, mel / 2595) - 1),
        _ => mel < 15 ? mel * 200 / 3 : 1000 * Math.Exp((mel - 15) * Math.Log(6.4) / 27),
    };
}
