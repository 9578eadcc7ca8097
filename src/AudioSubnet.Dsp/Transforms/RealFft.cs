using System.Buffers;
using System.Numerics;

namespace AudioSubnet.Dsp.Transforms;

/// <summary>Plan of a discrete Fourier transform of real input: N samples to N/2+1 bins (the others are their conjugates). Thread-safe; make it once and keep it.</summary>
public sealed class RealFft
{
    private readonly Fft _complex;
    private readonly bool _packed;
    private readonly double[] _cosine;
    private readonly double[] _sine;

    /// <summary>Plans a transform of <paramref name="size"/> samples, any length.</summary>
    public RealFft(int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        Size = size;
        _packed = size % 2 == 0; // even lengths: even samples as real, odd ones as imaginary part of a transform of half the length
        _complex = new Fft(_packed ? size / 2 : size);
        _cosine = new double[_packed ? size / 2 + 1 : 0];
        _sine = new double[_cosine.Length];
        for (int k = 0; k < _cosine.Length; k++)
            (_sine[k], _cosine[k]) = Math.SinCos(-2 * Math.PI * k / size);
    }

    /// <summary>Number of samples.</summary>
    public int Size { get; }

    /// <summary>Number of bins: N/2+1, rounded down before adding 1.</summary>
    public int Bins => Size / 2 + 1;

    /// <summary>X[k] = Σ x[n] e^(-2πi nk/N) for k = 0 … N/2.</summary>
    /// <param name="samples">N samples.</param>
    /// <param name="bins">Takes N/2+1 bins.</param>
    public void Forward(ReadOnlySpan<double> samples, Span<Complex> bins)
    {
        RequireLengths(samples.Length, bins.Length);
        int n = _complex.Size;
        double[] rented = ArrayPool<double>.Shared.Rent(2 * n);
        Span<double> re = rented.AsSpan(0, n), im = rented.AsSpan(n, n);
        if (!_packed)
        {
            samples.CopyTo(re);
            im.Clear();
            _complex.Forward(re, im);
            for (int k = 0; k < bins.Length; k++)
                bins[k] = new Complex(re[k], im[k]);
        }
        else
        {
            for (int i = 0; i < n; i++)
                (re[i], im[i]) = (samples[2 * i], samples[2 * i + 1]);
            _complex.Forward(re, im);
            for (int k = 0; k <= n; k++)
            {
                int a = k == n ? 0 : k, b = k == 0 ? 0 : n - k;
                // The spectra of the even and of the odd samples are the Hermitian and the anti-Hermitian part.
                double evenReal = 0.5 * (re[a] + re[b]), evenImaginary = 0.5 * (im[a] - im[b]);
                double oddReal = 0.5 * (im[a] + im[b]), oddImaginary = -0.5 * (re[a] - re[b]);
                bins[k] = new Complex(
                    evenReal + oddReal * _cosine[k] - oddImaginary * _sine[k],
                    evenImaginary + oddReal * _sine[k] + oddImaginary * _cosine[k]);
            }
        }
        ArrayPool<double>.Shared.Return(rented);
    }

    /// <summary>The inverse of <see cref="Forward"/>, scaled by 1/N.</summary>
    /// <param name="bins">N/2+1 bins; the imaginary parts of the first and, for even N, the last are ignored.</param>
    /// <param name="samples">Takes N samples.</param>
    public void Inverse(ReadOnlySpan<Complex> bins, Span<double> samples)
    {
        RequireLengths(samples.Length, bins.Length);
        int n = _complex.Size;
        double[] rented = ArrayPool<double>.Shared.Rent(2 * n);
        Span<double> re = rented.AsSpan(0, n), im = rented.AsSpan(n, n);
        if (!_packed)
        {
            (re[0], im[0]) = (bins[0].Real, 0);
            for (int k = 1; k < bins.Length; k++)
            {
                (re[k], im[k]) = (bins[k].Real, bins[k].Imaginary);
                (re[n - k], im[n - k]) = (bins[k].Real, -bins[k].Imaginary);
            }
            _complex.Inverse(re, im);
            re.CopyTo(samples);
        }
        else
        {
            for (int k = 0; k < n; k++)
            {
                Complex low = k == 0 ? bins[0].Real : bins[k], high = k == 0 ? bins[n].Real : Complex.Conjugate(bins[n - k]);
                Complex even = 0.5 * (low + high);
                Complex odd = 0.5 * (low - high) * new Complex(_cosine[k], -_sine[k]);
                (re[k], im[k]) = (even.Real - odd.Imaginary, even.Imaginary + odd.Real);
            }
            _complex.Inverse(re, im);
            for (int i = 0; i < n; i++)
                (samples[2 * i], samples[2 * i + 1]) = (re[i], im[i]);
        }
        ArrayPool<double>.Shared.Return(rented);
    }

    private void RequireLengths(int samples, int bins)
    {
        if (samples != Size || bins != Bins)
            throw new ArgumentException($"The plan is for {Size} samples and {Bins} bins; got {samples} and {bins}.", nameof(samples));
    }
}
