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

    /// <summary>Writes sixteen frames, or those of them that are before the end.</summary>
    /// <param name="channel">Channel of the group.</param>
    /// <param name="frame">The first of them; not negative.</param>
    /// <param name="end">Frame after the last that may be written: the output's end or the tile's, behind which another thread writes.</param>
    /// <param name="values">The frames with their bias.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(int channel, long frame, long end, Vector512<float> values)
    {
        long at = channel * Frames + frame;
        if (frame + Vector512<float>.Count <= end)
        {
            if (Residual is not null)
                values += Vector512.Load(Residual + at);
            values.Store(Output + at);
        }
        else
        {
            StoreLast(at, (int)(end - frame), values);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void StoreLast(long at, int count, Vector512<float> values)
    {
        Vector512<float> mask = Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle();
        if (Residual is not null)
            values += Avx512F.MaskLoad(Residual + at, mask, Vector512<float>.Zero);
        Avx512F.MaskStore(Output + at, mask, values);
    }
}
