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
    /// <param name="before">What is done to the signal first.</param>
    /// <param name="shortcut">Added to the result; may be left out.</param>
    public Tensor Convolve(Scope s, Tensor x, int stride = 1, int dilation = 1, InputActivation before = default, Tensor shortcut = default)
    {
        int kernel = ((int)s.ShapeOf("conv.weight")[2] - 1) * dilation + 1, total = kernel - stride;
        int after = config.UseCausalConv ? 0 : total / 2;
        return s.MirroredConv1d("conv", x, new Padding(total - after, after), stride, dilation, before, shortcut);
    }

    /// <summary>A transposed convolution [B, in, T] to [B, out, T · stride].</summary>
    public Tensor Upsample(Scope s, Tensor x, int stride, InputActivation before = default)
    {
        int total = (int)s.ShapeOf("conv.weight")[2] - stride;
        int after = config.UseCausalConv ? (int)Math.Ceiling(total * config.TrimRightRatio) : total / 2;
        return s.ConvTranspose1d("conv", x, stride, new Padding(total - after, after), before: before);
    }

    /// <summary>Residual blocks of growing dilation; the first is layer <paramref name="index"/>, which is advanced.</summary>
    public Tensor ResidualBlocks(Scope layers, ref int index, Tensor x)
    {
        for (int i = 0, dilation = 1; i < config.NumResidualLayers; i++, dilation *= config.DilationGrowthRate)
        {
            Scope s = layers[index++];
            Tensor y = Convolve(s["block"][1], x, dilation: dilation, before: InputActivation.Elu);
            x = Convolve(s["block"][3], y, before: InputActivation.Elu, shortcut: config.UseConvShortcut ? Convolve(s["shortcut"], x) : x);
        }

        return x;
    }

    /// <summary>The recurrent network around which its input goes too: [B, C, T].</summary>
    public Tensor Remember(Scope s, Tensor x) =>
        config.NumLstmLayers == 0 ? x : x + s.Lstm("lstm", x.Transpose(1, 2)).Transpose(1, 2);

    /// <summary>A number as the name of a layer.</summary>
    public static string Name(int index) => index.ToString(CultureInfo.InvariantCulture);
}
