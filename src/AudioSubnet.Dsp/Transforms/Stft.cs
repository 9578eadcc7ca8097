using System.Buffers;
using System.Numerics;
using AudioSubnet.Dsp.Features;

namespace AudioSubnet.Dsp.Transforms;

/// <summary>Short-time Fourier transform with librosa's and torch's conventions. Thread-safe; make it once and keep it.</summary>
public sealed class Stft
{
    private readonly RealFft _fft;
    private readonly double[] _window;

    /// <summary>Plans the transform.</summary>
    /// <param name="fftSize">Points of the transform.</param>
    /// <param name="hopLength">Samples from frame to frame; 0 takes a quarter of <paramref name="fftSize"/>.</param>
    /// <param name="window">Window, at most <paramref name="fftSize"/> long and then centred with zeros around; null takes the periodic Hann window of <paramref name="fftSize"/>.</param>
    /// <param name="center">Frame t is centred at sample t × hop (the signal is padded by half a transform on both sides); otherwise it begins there.</param>
    /// <param name="padding">What is beyond the ends when centred.</param>
    public Stft(int fftSize, int hopLength = 0, ReadOnlySpan<float> window = default, bool center = true, PadMode padding = PadMode.Reflect)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fftSize, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(hopLength);
        if (window.Length > fftSize)
            throw new ArgumentException($"A window of {window.Length} samples is longer than the transform of {fftSize}.", nameof(window));
        _fft = new RealFft(fftSize);
        _window = new double[fftSize];
        HopLength = hopLength == 0 ? Math.Max(1, fftSize / 4) : hopLength;
        Center = center;
        Padding = padding;
        int left = (fftSize - window.Length) / 2;
        if (window.IsEmpty)
            for (int i = 0; i < fftSize; i++)
                _window[i] = Transforms.Window.Hann(i, fftSize);
        for (int i = 0; i < window.Length; i++)
            _window[left + i] = window[i];
    }

    /// <summary>Points of the transform.</summary>
    public int FftSize => _fft.Size;

    /// <summary>Bins of a frame: FftSize/2+1.</summary>
    public int Bins => _fft.Bins;

    /// <summary>Samples from frame to frame.</summary>
    public int HopLength { get; }

    /// <summary>Whether frame t is centred at sample t × hop.</summary>
    public bool Center { get; }

    /// <summary>What lies beyond the ends when centred.</summary>
    public PadMode Padding { get; }

    /// <summary>
    /// Frames of a signal: centred 1 + samples/hop (an odd transform is padded by one sample less than its length, so that the last frame may not fit); otherwise
    /// 1 + (samples - FftSize)/hop. None for a shorter signal.
    /// </summary>
    public int FrameCount(int samples)
    {
        int room = samples - (Center ? FftSize % 2 : FftSize);
        return room < 0 || samples == 0 ? 0 : 1 + room / HopLength;
    }

    /// <summary>The power spectrogram |X|², <c>[frames, bins]</c>.</summary>
    public FrameMatrix Power(ReadOnlySpan<float> samples) => Spectrogram(samples, bin => bin.Real * bin.Real + bin.Imaginary * bin.Imaginary);

    /// <summary>The magnitude spectrogram |X|, <c>[frames, bins]</c>.</summary>
    public FrameMatrix Magnitude(ReadOnlySpan<float> samples) => Spectrogram(samples, Complex.Abs);

    /// <summary>The bins of one frame.</summary>
    /// <param name="samples">The whole signal.</param>
    /// <param name="frame">Which frame, from 0.</param>
    /// <param name="bins">Takes <see cref="Bins"/> values.</param>
    public void Frame(ReadOnlySpan<float> samples, int frame, Span<Complex> bins)
    {
        double[] rented = ArrayPool<double>.Shared.Rent(FftSize);
        var windowed = rented.AsSpan(0, FftSize);
        int start = frame * HopLength - (Center ? FftSize / 2 : 0);
        if (start >= 0 && start + FftSize <= samples.Length)
            for (int i = 0; i < windowed.Length; i++)
                windowed[i] = _window[i] * samples[start + i];
        else
            for (int i = 0; i < windowed.Length; i++)
                windowed[i] = _window[i] * At(samples, start + i);
        _fft.Forward(windowed, bins);
        ArrayPool<double>.Shared.Return(rented);
    }

    private FrameMatrix Spectrogram(ReadOnlySpan<float> samples, Func<Complex, double> measure)
    {
        var result = new FrameMatrix(FrameCount(samples.Length), Bins);
        var bins = new Complex[Bins];
        for (int frame = 0; frame < result.Frames; frame++)
        {
            Frame(samples, frame, bins);
            var row = result.Frame(frame);
            for (int i = 0; i < row.Length; i++)
                row[i] = (float)measure(bins[i]);
        }
        return result;
    }

    private float At(ReadOnlySpan<float> samples, int index)
    {
        if ((uint)index < (uint)samples.Length)
            return samples[index];
        if (Padding == PadMode.Zero || samples.Length == 0)
            return 0;
        if (samples.Length == 1)
            return samples[0];
        int period = 2 * (samples.Length - 1); // a signal shorter than half a transform is mirrored to and fro, as numpy does it
        int folded = ((index % period) + period) % period;
        return samples[folded < samples.Length ? folded : period - folded];
    }
}
