using System.Numerics;
using AudioSubnet.Dsp.Transforms;

namespace AudioSubnet.Dsp.Synthesis;

/// <summary>
/// The smooth curve over the harmonics of a voice: the "true envelope" (A. Röbel and X. Rodet, "Efficient spectral envelope estimation and its application to pitch shifting",
/// 2005). The cepstrum is smoothed, the spectrum is replaced by the larger of itself and the smooth curve, and so on until the curve rests on the peaks. Not thread-safe.
/// </summary>
public sealed class SpectralEnvelope
{
    private const int MaxIterations = 24;

    /// <summary>The curve is done when no bin stands out more than this, in natural-log units: 2 dB.</summary>
    private const double Tolerance = 0.23;

    private readonly RealFft _fft;
    private readonly double[] _lifter;
    private readonly double[] _cepstrum;
    private readonly double[] _raised;
    private readonly Complex[] _spectrum;

    /// <summary>Plans the estimation.</summary>
    /// <param name="fftSize">Points of the transform; even.</param>
    /// <param name="order">Cepstral coefficients that are kept: half the sample rate over F0 resolves the envelope as finely as its harmonics sample it.</param>
    public SpectralEnvelope(int fftSize, int order)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(order);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(order, fftSize / 2);
        _fft = new RealFft(fftSize);
        _cepstrum = new double[fftSize];
        _raised = new double[_fft.Bins];
        _spectrum = new Complex[_fft.Bins];
        _lifter = new double[fftSize];
        // Flat to two thirds of the order, then a raised cosine that reaches a half at the order and zero at four thirds: a sharp end would ripple.
        for (int i = 0; i < fftSize / 2; i++)
        {
            double weight = 0.5 + 0.5 * Math.Cos(Math.PI * Math.Clamp((1.5 * i / order) - 1, 0, 1));
            _lifter[i] = _lifter[(fftSize - i) % fftSize] = weight;
        }
    }

    /// <summary>Bins of a spectrum.</summary>
    public int Bins => _fft.Bins;

    /// <summary>The envelope, natural log of magnitude, of a spectrum.</summary>
    /// <param name="bins">The spectrum of a windowed frame.</param>
    /// <param name="envelope">Takes the logarithm of the envelope's magnitude in each bin.</param>
    public void Estimate(ReadOnlySpan<Complex> bins, Span<double> envelope)
    {
        double loudest = 0;
        foreach (Complex bin in bins)
            loudest = Math.Max(loudest, bin.Real * bin.Real + bin.Imaginary * bin.Imaginary);
        double floor = Math.Max(loudest * 1e-10, 1e-20); // 100 dB: zeros of the spectrum must not pull the logarithm to minus infinity
        for (int i = 0; i < _raised.Length; i++)
            _raised[i] = 0.5 * Math.Log(Math.Max(bins[i].Real * bins[i].Real + bins[i].Imaginary * bins[i].Imaginary, floor));
        for (int iteration = 0; iteration < MaxIterations; iteration++)
        {
            Smooth(_raised, envelope);
            double excess = 0;
            for (int i = 0; i < _raised.Length; i++)
            {
                excess = Math.Max(excess, _raised[i] - envelope[i]);
                _raised[i] = Math.Max(_raised[i], envelope[i]);
            }
            if (excess < Tolerance)
                break;
        }
    }

    private void Smooth(ReadOnlySpan<double> curve, Span<double> smooth)
    {
        for (int i = 0; i < _spectrum.Length; i++)
            _spectrum[i] = curve[i];
        _fft.Inverse(_spectrum, _cepstrum);
        for (int i = 0; i < _cepstrum.Length; i++)
            _cepstrum[i] *= _lifter[i];
        _fft.Forward(_cepstrum, _spectrum);
        for (int i = 0; i < _spectrum.Length; i++)
            smooth[i] = _spectrum[i].Real;
    }
}
