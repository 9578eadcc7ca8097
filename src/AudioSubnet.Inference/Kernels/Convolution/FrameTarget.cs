using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AudioSubnet.Inference.Kernels.Convolution;

/// <summary>Where the frames of one group of one batch row go, and what is added to them on the way.</summary>
internal readonly unsafe struct FrameTarget(float* output, float* residual, float* bias, long frames)
{
    /// <summary>[channels, frames].</summary>
    public readonly float* Output = output;

    /// <summary>Added to the output, of the same shape; null for none.</summary>
    public readonly float* Residual = residual;

    /// <summary>[channels]; null for none.</summary>
    public readonly float* Bias = bias;

    /// <summary>Frames of a channel.</summary>
    public readonly long Frames = frames;

    /// <summary>What is added to all frames of a channel.</summary>
    public float BiasOf(int channel) => Bias is null ? 0 : Bias[channel];

    /// <summary>Brings a share of what will be written, and of what is added to it, into the cache.</summary>
    /// <param name="channel">First channel.</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="first">First frame.</param>
    /// <param name="count">Number of frames; there may be fewer.</param>
    /// <param name="share">Number of the share.</param>
    /// <param name="shares">How many there are.</param>
    public void Fetch(int channel, int channels, long first, int count, int share, int shares)
    {
        count = (int)Math.Min(count, Frames - first);
        int lines = (count + Vector512<float>.Count - 1) / Vector512<float>.Count, all = lines * channels, end = (int)((long)all * (share + 1) / shares);
        for (int line = (int)((long)all * share / shares); line < end; line++)
        {
            (int row, int at) = Math.DivRem(line, lines);
            long element = (channel + row) * Frames + first + at * Vector512<float>.Count;
            Sse.Prefetch0(Output + element);
            if (Residual is not null)
                Sse.Prefetch0(Residual + element);
        }
    }

    /// <summary>Writes sixteen frames, or those of them that there are.</summary>
    /// <param name="channel">Channel of the group.</param>
    /// <param name="frame">The first of them; those before 0 are left out.</param>
    /// <param name="end">Frame after the last that may be written: the output's end or the tile's, behind which another thread writes.</param>
    /// <param name="values">The frames with their bias.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(int channel, long frame, long end, Vector512<float> values)
    {
        long at = channel * Frames + frame;
        if (frame >= 0 && frame + Vector512<float>.Count <= end)
        {
            if (Residual is not null)
                values += Vector512.Load(Residual + at);
            values.Store(Output + at);
        }
        else
        {
            StoreSome(at, (int)Math.Max(-frame, 0), (int)Math.Min(end - frame, Vector512<float>.Count), values);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void StoreSome(long at, int from, int to, Vector512<float> values)
    {
        Vector512<int> index = Vector512<int>.Indices;
        Vector512<float> mask = (Vector512.GreaterThanOrEqual(index, Vector512.Create(from)) & Vector512.LessThan(index, Vector512.Create(to))).AsSingle();
        if (Residual is not null)
            values += Avx512F.MaskLoad(Residual + at, mask, Vector512<float>.Zero);
        Avx512F.MaskStore(Output + at, mask, values);
    }
}
