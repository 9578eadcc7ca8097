using System.Numerics;
using AudioSubnet.Dsp.Resampling;
using AudioSubnet.Dsp.Transforms;

namespace AudioSubnet.Dsp.Pitch;

/// <summary>
/// Finds F0 by autocorrelation and the best path through the candidates of all frames: P. Boersma, "Accurate short-term analysis of the fundamental frequency and the
/// harmonics-to-noise ratio of a sampled sound" (1993), the method of Praat. Thread-safe.
/// </summary>
/// <param name="options">Settings; null takes the defaults, which suit speech of any adult and most children.</param>
public sealed class PitchTracker(PitchTrackerOptions? options = null)
{
    /// <summary>Pitch needs no more bandwidth than this; higher rates are brought down to it.</summary>
    private const int MaxSampleRate = 16000;

    private const int MaxCandidates = 15;

    private readonly PitchTrackerOptions _options = Validate(options ?? new PitchTrackerOptions());

    /// <summary>Tracks pitch.</summary>
    /// <param name="audio">Any rate; several channels are averaged.</param>
    public PitchTrack Track(AudioBuffer audio)
    {
        ArgumentNullException.ThrowIfNull(audio);
        var mono = audio.ToMono();
        return Track(mono.Mono.Span, mono.SampleRate);
    }

    /// <summary>Tracks pitch.</summary>
    /// <param name="samples">The signal.</param>
    /// <param name="sampleRate">Sample rate in Hz, more than twice the highest pitch.</param>
    public PitchTrack Track(ReadOnlySpan<float> samples, int sampleRate)
    {
        if (sampleRate < 2 * _options.MaxFrequency)
            throw new ArgumentOutOfRangeException(nameof(sampleRate), sampleRate, $"Pitch up to {_options.MaxFrequency} Hz needs at least twice that rate.");
        if (sampleRate > MaxSampleRate)
        {
            samples = Resampler.Resample(samples, sampleRate, MaxSampleRate);
            sampleRate = MaxSampleRate;
        }
        int count = (int)(samples.Length / (_options.HopSeconds * sampleRate)) + 1;
        float globalPeak = 0;
        double mean = 0;
        foreach (float sample in samples)
            mean += sample;
        mean /= Math.Max(1, samples.Length);
        foreach (float sample in samples)
            globalPeak = Math.Max(globalPeak, Math.Abs(sample - (float)mean));
        if (samples.IsEmpty || globalPeak == 0)
            return new PitchTrack(new PitchFrame[count], _options.HopSeconds);

        var analysis = new FrameAnalysis(_options, sampleRate);
        var candidates = new List<Candidate>[count];
        for (int frame = 0; frame < count; frame++)
            candidates[frame] = analysis.Candidates(samples, (int)Math.Round(frame * _options.HopSeconds * sampleRate), globalPeak);
        return new PitchTrack(BestPath(candidates), _options.HopSeconds);
    }

    /// <summary>Viterbi's search for the path with the most strength less the costs of jumps.</summary>
    private PitchFrame[] BestPath(List<Candidate>[] candidates)
    {
        double perFrame = 0.01 / _options.HopSeconds;
        double jumpCost = _options.OctaveJumpCost * perFrame, changeCost = _options.VoicingChangeCost * perFrame;
        var cameFrom = new int[candidates.Length][];
        double[] scores = [.. candidates[0].Select(candidate => candidate.Strength)];
        for (int frame = 1; frame < candidates.Length; frame++)
        {
            var next = new double[candidates[frame].Count];
            cameFrom[frame] = new int[next.Length];
            for (int to = 0; to < next.Length; to++)
            {
                double best = double.NegativeInfinity;
                for (int from = 0; from < scores.Length; from++)
                {
                    double left = candidates[frame - 1][from].Frequency, right = candidates[frame][to].Frequency;
                    double cost = left > 0 && right > 0 ? jumpCost * Math.Abs(Math.Log2(left / right)) : left > 0 || right > 0 ? changeCost : 0;
                    if (scores[from] - cost <= best)
                        continue;
                    best = scores[from] - cost;
                    cameFrom[frame][to] = from;
                }
                next[to] = best + candidates[frame][to].Strength;
            }
            scores = next;
        }

        var path = new PitchFrame[candidates.Length];
        int choice = Array.IndexOf(scores, scores.Max());
        for (int frame = path.Length - 1; frame >= 0; frame--)
        {
            var candidate = candidates[frame][choice];
            path[frame] = new PitchFrame(candidate.Frequency, candidate.Periodicity);
            if (frame > 0)
                choice = cameFrom[frame][choice];
        }
        return path;
    }

    private static PitchTrackerOptions Validate(PitchTrackerOptions options)
    {
        if (!(options.MinFrequency > 0 && options.MaxFrequency > options.MinFrequency && options.HopSeconds > 0))
            throw new ArgumentException($"Pitch is sought from {options.MinFrequency} to {options.MaxFrequency} Hz every {options.HopSeconds} s.", nameof(options));
        return options;
    }

    private readonly record struct Candidate(double Frequency, double Periodicity, double Strength);

    /// <summary>Candidates of single frames; holds the buffers of one run.</summary>
    private sealed class FrameAnalysis
    {
        private readonly PitchTrackerOptions _options;
        private readonly int _sampleRate;
        private readonly float[] _window;
        private readonly double[] _windowCorrelation;
        private readonly RealFft _fft;
        private readonly double[] _buffer;
        private readonly Complex[] _bins;

        public FrameAnalysis(PitchTrackerOptions options, int sampleRate)
        {
            _options = options;
            _sampleRate = sampleRate;
            int length = (int)Math.Ceiling(3 * sampleRate / options.MinFrequency);
            _window = Window.Hann(length, periodic: false);
            _fft = new RealFft((int)BitOperations.RoundUpToPowerOf2((uint)(length * 3 / 2 + 1)));
            _buffer = new double[_fft.Size];
            _bins = new Complex[_fft.Bins];
            for (int i = 0; i < length; i++)
                _buffer[i] = _window[i];
            Correlate();
            _windowCorrelation = [.. _buffer.Take(length / 2 + 1)];
        }

        public List<Candidate> Candidates(ReadOnlySpan<float> samples, int centre, float globalPeak)
        {
            int start = centre - _window.Length / 2;
            int first = Math.Max(0, start), last = Math.Min(samples.Length, start + _window.Length);
            double mean = 0;
            for (int i = first; i < last; i++)
                mean += samples[i];
            mean /= Math.Max(1, last - first);
            double localPeak = 0;
            Array.Clear(_buffer);
            for (int i = first; i < last; i++)
            {
                double value = samples[i] - mean;
                localPeak = Math.Max(localPeak, Math.Abs(value));
                _buffer[i - start] = value * _window[i - start];
            }
            double quiet = 2 - localPeak / globalPeak * (1 + _options.VoicingThreshold) / _options.SilenceThreshold;
            var candidates = new List<Candidate> { new(0, 0, _options.VoicingThreshold + Math.Max(0, quiet)) };
            Correlate();
            double power = _buffer[0];
            if (power <= 0)
                return candidates;

            double At(int lag) => _buffer[lag] * _windowCorrelation[0] / (power * _windowCorrelation[lag]);
            int shortest = Math.Max(2, (int)(_sampleRate / _options.MaxFrequency));
            int longest = Math.Min((int)Math.Ceiling(_sampleRate / _options.MinFrequency), _windowCorrelation.Length - 2);
            for (int lag = shortest; lag <= longest; lag++)
            {
                double before = At(lag - 1), here = At(lag), after = At(lag + 1);
                if (here < 0.5 * _options.VoicingThreshold || here <= before || here < after)
                    continue;
                double curvature = before - 2 * here + after;
                double offset = curvature == 0 ? 0 : 0.5 * (before - after) / curvature;
                double periodicity = here - 0.25 * (before - after) * offset;
                if (periodicity > 1) // interpolation may exceed 1; reflecting it keeps the order (Boersma 1993)
                    periodicity = 1 / periodicity;
                double frequency = _sampleRate / (lag + offset);
                double strength = periodicity + _options.OctaveCost * Math.Log2(frequency / _options.MinFrequency);
                if (frequency >= _options.MinFrequency && frequency <= _options.MaxFrequency)
                    candidates.Add(new Candidate(frequency, periodicity, strength));
            }
            if (candidates.Count > MaxCandidates)
            {
                candidates.Sort(1, candidates.Count - 1, Comparer<Candidate>.Create((a, b) => b.Strength.CompareTo(a.Strength)));
                candidates.RemoveRange(MaxCandidates, candidates.Count - MaxCandidates);
            }
            return candidates;
        }

        /// <summary>The buffer becomes its autocorrelation.</summary>
        private void Correlate()
        {
            _fft.Forward(_buffer, _bins);
            for (int i = 0; i < _bins.Length; i++)
                _bins[i] = _bins[i].Real * _bins[i].Real + _bins[i].Imaginary * _bins[i].Imaginary;
            _fft.Inverse(_bins, _buffer);
        }
    }
}
