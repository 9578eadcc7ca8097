using System.Globalization;
using AudioSubnet.Inference.Graph;

namespace AudioSubnet.Models.Vits;

/// <summary>Layer normalisation over channels.</summary>
internal static class ChannelNorms
{
    extension(Scope s)
    {
        /// <summary>Normalises over axis 1 of [B, C, T].</summary>
        public Tensor ChannelNorm(string name, Tensor x, float epsilon) => s.LayerNorm(name, x.Transpose(1, 2), epsilon).Transpose(1, 2);

        /// <summary>Normalises over axis 1 of [B, C, T].</summary>
        public Tensor ChannelNorm(int index, Tensor x, float epsilon) => s.ChannelNorm(index.ToString(CultureInfo.InvariantCulture), x, epsilon);
    }
}
