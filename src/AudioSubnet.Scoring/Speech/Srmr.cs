using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Resampling;

namespace AudioSubnet.Scoring.Speech;

/// <summary>
/// Speech-to-reverberation modulation energy ratio: T. H. Falk, C. Zheng, W.-Y. Chan, "A Non-Intrusive Quality and Intelligibility Measure of Reverberant and
/// Dereverberated Speech", IEEE TASLP 18(7), 2010. The variant is that paper's original (without the later normalisation): at 16 kHz, 23 gammatone filters of order 4
/// from 125 Hz, their temporal envelopes, eight second-order modulation filters (4 to 128 Hz, spaced geometrically, Q = 2), energies in 256 ms Hamming windows
/// every 64 ms, and the ratio of the lowest four modulation bands to the higher ones up to the band that the 90 % energy bandwidth reaches. The gammatone filters are complex
/// (V. Hohmann, "Frequency analysis and synthesis using a Gammatone filterbank", 2002), so that the envelope is the magnitude of their output and needs no Hilbert transform, and
/// envelopes are averaged down to 1 kHz before the modulation filters, whose bands end at 160 Hz.
/// </summary>
public static class Srmr
{
    private const int SampleRate = 16000;
    private const int EnvelopeRate = 1000;
    private const int Decimation = SampleRate / EnvelopeRate;
    private const int Channels = 23;
    private const int Modulations = 8;
    private const double LowestFrequency = 125;
    private const double Q = 2;
    private const int Window = 256;
    private const int Hop = 64;

    /// <summary>The ratio of slow to fast modulation energy; null for a clip shorter than 256 ms or without any modulation.</summary>
    /// <param name="audio">Mono speech of finite samples, any rate.</param>
    public static double? Measure(AudioBuffer audio)
    {
        ArgumentNullException.ThrowIfNull(audio);
        float[] samples = Resampler.Resample(audio.Mono.Span, audio.SampleRate, SampleRate);
        if (samples.Length / Decimation < Window)
            return null;
        double[] modulation = ModulationFrequencies();
        double[] hamming = [.. Enumerable.Range(0, Window).Select(i => 0.54 - 0.46 * Math.Cos(2 * Math.PI * i / (Window - 1)))];
        var energy = new double[Channels, Modulations];
        double[] centres = CentreFrequencies();
        for (int channel = 0; channel < Channels; channel++)
        {
            double[] envelope = Envelope(samples, centres[channel]);
            for (int band = 0; band < Modulations; band++)
                energy[channel, band] = WindowedEnergy(BandPass(envelope, modulation[band]), hamming);
        }
        return Ratio(energy, centres, modulation);
    }

    private static double? Ratio(double[,] energy, double[] centres, double[] modulation)
    {
        var byChannel = new double[Channels];
        for (int channel = 0; channel < Channels; channel++)
            for (int band = 0; band < Modulations; band++)
                byChannel[channel] += energy[channel, band];
        double total = byChannel.Sum();
        if (!(total > 1e-20))
            return null;

        // The bandwidth that holds 90 % of the energy says which of the fast modulations the ear's filters can pass.
        double collected = 0, bandwidth = Bandwidth(centres[^1]);
        for (int channel = 0; channel < Channels; channel++)
        {
            collected += byChannel[channel];
            if (collected > 0.9 * total)
            {
                bandwidth = Bandwidth(centres[channel]);
                break;
            }
        }
        int last = 4;
        for (int band = 5; band < Modulations; band++)
            if (bandwidth > modulation[band] * (1 - 1 / (2 * Q)))
                last = band;
        double slow = 0, fast = 0;
        for (int channel = 0; channel < Channels; channel++)
            for (int band = 0; band <= last; band++)
                if (band < 4)
                    slow += energy[channel, band];
                else
                    fast += energy[channel, band];
        return slow / Math.Max(fast, total * 1e-6);
    }

    /// <summary>4 … 128 Hz in equal ratios.</summary>
    private static double[] ModulationFrequencies() =>
        [.. Enumerable.Range(0, Modulations).Select(i => 4 * Math.Pow(128.0 / 4, i / (Modulations - 1.0)))];

    /// <summary>Centre frequencies, rising, equally spaced on the ERB scale from 125 Hz to half the sample rate (Slaney 1993).</summary>
    private static double[] CentreFrequencies()
    {
        const double offset = 9.26449 * 24.7;
        double low = Math.Log(LowestFrequency + offset), high = Math.Log(SampleRate / 2.0 + offset);
        return [.. Enumerable.Range(0, Channels).Select(i => Math.Exp(low + (high - low) * i / Channels) - offset)];
    }

    /// <summary>Equivalent rectangular bandwidth in Hz (Glasberg and Moore).</summary>
    private static double Bandwidth(double centre) => centre / 9.26449 + 24.7;

    /// <summary>
    /// Envelope of one gammatone channel at 1 kHz: the signal is shifted down by the centre frequency and passed through four one-pole low-passes of 1.019 ERB,
    /// which is the complex gammatone filter of order 4 (Hohmann 2002); its magnitude is the envelope, averaged over each millisecond.
    /// </summary>
    private static double[] Envelope(ReadOnlySpan<float> samples, double centre)
    {
        double decay = Math.Exp(-2 * Math.PI * 1.019 * Bandwidth(centre) / SampleRate);
        double gain = Math.Pow(1 - decay, 4);
        double angle = 2 * Math.PI * centre / SampleRate;
        double poleReal = decay * Math.Cos(angle), poleImaginary = decay * Math.Sin(angle);
        Span<double> real = stackalloc double[4], imaginary = stackalloc double[4];
        real.Clear();
        imaginary.Clear();
        var envelope = new double[samples.Length / Decimation];
        for (int i = 0; i < envelope.Length * Decimation; i++)
        {
            double inputReal = samples[i] * gain, inputImaginary = 0;
            for (int stage = 0; stage < 4; stage++)
            {
                double nextReal = inputReal + poleReal * real[stage] - poleImaginary * imaginary[stage];
                double nextImaginary = inputImaginary + poleReal * imaginary[stage] + poleImaginary * real[stage];
                (real[stage], imaginary[stage]) = (nextReal, nextImaginary);
                (inputReal, inputImaginary) = (nextReal, nextImaginary);
            }
            envelope[i / Decimation] += 2 * Math.Sqrt(inputReal * inputReal + inputImaginary * inputImaginary) / Decimation;
        }
        return envelope;
    }

    /// <summary>Second-order band-pass of Q = 2 by the bilinear transform.</summary>
    private static double[] BandPass(double[] envelope, double frequency)
    {
        double w = Math.Tan(Math.PI * frequency / EnvelopeRate), b = w / Q, norm = 1 + b + w * w;
        double b0 = b / norm, a1 = (2 * w * w - 2) / norm, a2 = (1 - b + w * w) / norm;
        var filtered = new double[envelope.Length];
        double x1 = 0, x2 = 0, y1 = 0, y2 = 0;
        for (int i = 0; i < filtered.Length; i++)
        {
            double y = b0 * (envelope[i] - x2) - a1 * y1 - a2 * y2;
            (x2, x1, y2, y1) = (x1, envelope[i], y1, y);
            filtered[i] = y;
        }
        return filtered;
    }

    /// <summary>Mean over the windows of their energy.</summary>
    private static double WindowedEnergy(double[] signal, double[] window)
    {
        double sum = 0;
        int windows = 0;
        for (int start = 0; start + window.Length <= signal.Length; start += Hop, windows++)
            for (int i = 0; i < window.Length; i++)
                sum += signal[start + i] * signal[start + i] * window[i] * window[i];
        return sum / windows;
    }
}
