using System.Globalization;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;

namespace AudioSubnet.Models.EnCodec;

/// <summary>EnCodec's layers (Défossez et al. 2022): convolutions that keep the number of frames whatever the length, by reflection at both ends.</summary>
internal sealed class EncodecLayers(EncodecConfig config)
{
    /// <summary>A convolution [B, in, T] to [B, out, ⌈T / stride⌉].</summary>
    /// <param name="s">Where "conv" is.</param>
    /// <param name="x">The signal.</param>
    /// <param name="stride">Samples from one output to the next.</param>
    /// <param name="dilation">Samples from one tap to the next.</param>
    /// <param name="anyLength">Whether the signal may be no longer than what is reflected; costs two copies.</param>
    public Tensor Convolve(Scope s, Tensor x, int stride = 1, int dilation = 1, bool anyLength = false)
    {
        int kernel = ((int)s.ShapeOf("conv.weight")[2] - 1) * dilation + 1, total = kernel - stride;
        int after = config.UseCausalConv ? 0 : total / 2, before = total - after;
        if (total > 0 || stride > 1)
            x = Reflect(x, before, after, stride, anyLength);
        return s.Conv1d("conv", x, stride, dilation: dilation);
    }

    /// <summary>A transposed convolution [B, in, T] to [B, out, T · stride].</summary>
    public Tensor Upsample(Scope s, Tensor x, int stride)
    {
        int total = (int)s.ShapeOf("conv.weight")[2] - stride;
        int after = config.UseCausalConv ? (int)Math.Ceiling(total * config.TrimRightRatio) : total / 2;
        return s.ConvTranspose1d("conv", x, stride, new Padding(total - after, after));
    }

    /// <summary>Residual blocks of growing dilation; the first is layer <paramref name="index"/>, which is advanced.</summary>
    public Tensor ResidualBlocks(Scope layers, ref int index, Tensor x, bool anyLength = false)
    {
        for (int i = 0, dilation = 1; i < config.NumResidualLayers; i++, dilation *= config.DilationGrowthRate)
        {
            Scope s = layers[index++];
            Tensor y = Convolve(s["block"][1], x.Elu(), dilation: dilation, anyLength: anyLength);
            y = Convolve(s["block"][3], y.Elu());
            x = (config.UseConvShortcut ? Convolve(s["shortcut"], x) : x) + y;
        }

        return x;
    }

    /// <summary>The recurrent network around which its input goes too: [B, C, T].</summary>
    public Tensor Remember(Scope s, Tensor x) =>
        config.NumLstmLayers == 0 ? x : x + s.Lstm("lstm", x.Transpose(1, 2)).Transpose(1, 2);

    /// <summary>A number as the name of a layer.</summary>
    public static string Name(int index) => index.ToString(CultureInfo.InvariantCulture);

    /// <summary>Mirrors the signal at both ends, and far enough at the second one that the last step of the stride is whole.</summary>
    private static Tensor Reflect(Tensor x, int before, int after, int stride, bool anyLength)
    {
        Tensor length = x.Lengths(2), zero = length - length;
        Tensor extra = stride == 1 ? zero : (stride - length % stride) % stride;
        Tensor behind = extra + after;
        if (!anyLength)
            return x.Pad(Pads(x.Builder.Constant([before], 1), behind), PadMode.Reflect);

        // A signal that is no longer than what is to be reflected gets zeros first, and as many are cut off again.
        Tensor missing = (behind.Maximum(before) - length + 1).Maximum(0);
        Tensor y = x.Pad(Pads(zero, missing)).Pad(Pads(x.Builder.Constant([before], 1), behind), PadMode.Reflect);
        return y.Slice(2, zero, length + before + behind);

        Tensor Pads(Tensor front, Tensor back)
        {
            Tensor none = x.Builder.Constant([0, 0], 2);
            return Tensor.Concat(0, none, front, none, back);
        }
    }
}
