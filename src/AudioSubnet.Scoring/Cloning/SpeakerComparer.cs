using System.Numerics.Tensors;
using AudioSubnet.Dsp;
using AudioSubnet.Scoring.Judges;

namespace AudioSubnet.Scoring.Cloning;

/// <summary>
/// Compares voices by a speaker encoder. Each window of the answer is compared with the reference's voice, the mean direction of its windows, and the least alike counts, so that a few seconds
/// of the right voice do not cover for the rest. References are heard once: all miners of a round are compared with the same. Thread-safe.
/// </summary>
/// <param name="encoder">Who hears voices.</param>
/// <param name="references">Voices of references to remember.</param>
public sealed class SpeakerComparer(ISpeakerEncoder encoder, int references = 64)
{
    private readonly AudioCache<float[]> _voices = new(references);

    /// <summary>Compares two mono recordings of finite samples.</summary>
    /// <returns>Null when one of them holds less speech than the encoder needs.</returns>
    public SpeakerLikeness? Compare(AudioBuffer audio, AudioBuffer reference, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(audio);
        ArgumentNullException.ThrowIfNull(reference);
        string key = AudioCache<float[]>.KeyOf(reference);
        if (!_voices.TryGet(key, out float[]? target))
        {
            if (Embed(reference, cancellationToken) is not { } heard)
                return null;
            _voices.Add(key, target = Mean(heard));
        }
        if (Embed(audio, cancellationToken) is not { } windows)
            return null;
        double[] cosines = [.. windows.Select(window => Cosine(window, target))];
        int lowest = Array.IndexOf(cosines, cosines.Min());
        return new SpeakerLikeness(cosines[lowest], lowest + 1, cosines.Length, Cosine(Mean(windows), target));
    }

    /// <summary>The directions of the windows, each of length 1.</summary>
    private float[][]? Embed(AudioBuffer audio, CancellationToken cancellationToken)
    {
        IReadOnlyList<AudioBuffer> windows = VoiceWindows.Cut(audio);
        return windows[0].Seconds < encoder.MinSeconds ? null : [.. windows.Select(window => Direction(encoder.Embed(window, cancellationToken)))];
    }

    private static float[] Direction(float[] embedding)
    {
        float length = TensorPrimitives.Norm(embedding);
        var direction = new float[embedding.Length];
        TensorPrimitives.Divide(embedding, length > 0 ? length : 1, direction);
        return direction;
    }

    private static float[] Mean(float[][] directions)
    {
        var mean = new float[directions[0].Length];
        foreach (float[] direction in directions)
            TensorPrimitives.Add(mean, direction, mean);
        return Direction(mean);
    }

    /// <summary>The cosine; 0 where there is none.</summary>
    private static double Cosine(float[] first, float[] second) => TensorPrimitives.Dot(first, second) is var cosine && float.IsFinite(cosine) ? Math.Clamp(cosine, -1, 1) : 0;
}
