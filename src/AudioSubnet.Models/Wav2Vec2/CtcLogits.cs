using System.Numerics.Tensors;

namespace AudioSubnet.Models.Wav2Vec2;

/// <summary>Scores of the letters for each frame.</summary>
/// <param name="Values"><c>[frames, vocabulary]</c>, row-major.</param>
/// <param name="Frames">Number of frames.</param>
/// <param name="Vocabulary">Number of letters, the blank included.</param>
public sealed record CtcLogits(float[] Values, int Frames, int Vocabulary)
{
    /// <summary>Scores of one frame.</summary>
    public ReadOnlySpan<float> Frame(int index) => Values.AsSpan(index * Vocabulary, Vocabulary);

    /// <summary>The likeliest letter of each frame.</summary>
    public int[] Likeliest()
    {
        var ids = new int[Frames];
        for (int i = 0; i < Frames; i++)
            ids[i] = TensorPrimitives.IndexOfMax(Frame(i));
        return ids;
    }

    /// <summary>Frames from one index up to, not including, another.</summary>
    public CtcLogits Part(int first, int end) =>
        first == 0 && end == Frames ? this : new CtcLogits(Values[(first * Vocabulary)..(end * Vocabulary)], end - first, Vocabulary);

    /// <summary>Frames of several recordings, one behind the other.</summary>
    public static CtcLogits Join(IReadOnlyList<CtcLogits> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return new CtcLogits([.. parts.SelectMany(part => part.Values)], parts.Sum(part => part.Frames), parts[0].Vocabulary);
    }
}
