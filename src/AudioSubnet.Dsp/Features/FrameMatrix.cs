namespace AudioSubnet.Dsp.Features;

/// <summary>float32 values over time, <c>[frames, values]</c>, row by row in one array: a spectrogram, mel bands, MFCC.</summary>
public sealed class FrameMatrix
{
    private readonly float[] _data;

    /// <summary>All zero.</summary>
    /// <param name="frames">Number of frames (rows).</param>
    /// <param name="values">Number of values in each frame.</param>
    public FrameMatrix(int frames, int values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frames);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(values);
        Frames = frames;
        Values = values;
        _data = new float[checked(frames * values)];
    }

    /// <summary>Number of frames (rows).</summary>
    public int Frames { get; }

    /// <summary>Number of values in each frame.</summary>
    public int Values { get; }

    /// <summary>All values, row by row.</summary>
    public Span<float> Data => _data;

    /// <summary>One value.</summary>
    public float this[int frame, int column]
    {
        get => Frame(frame)[column];
        set => Frame(frame)[column] = value;
    }

    /// <summary>The values of one frame.</summary>
    public Span<float> Frame(int index) => _data.AsSpan(checked(index * Values), Values);

    /// <summary>The mean over frames of each value; zeros if there are no frames.</summary>
    public float[] Mean()
    {
        var sums = new double[Values];
        for (int frame = 0; frame < Frames; frame++)
        {
            var row = Frame(frame);
            for (int i = 0; i < sums.Length; i++)
                sums[i] += row[i];
        }
        return Array.ConvertAll(sums, sum => Frames == 0 ? 0 : (float)(sum / Frames));
    }
}
