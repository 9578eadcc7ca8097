using System.Runtime.Intrinsics;

namespace AudioSubnet.Inference.Kernels.Products;

/// <summary>
/// How the weights of a panel's block (32 inputs by 16 outputs, see <see cref="Quantization.PanelPacker"/>) become numbers: a word holds eight inputs, or nothing where each input has
/// bytes of its own.
/// </summary>
internal unsafe interface IPanelWeights
{
    /// <summary>Bytes of a block.</summary>
    static abstract int BlockBytes { get; }

    /// <summary>What the weights of eight inputs are taken from.</summary>
    /// <param name="block">The block.</param>
    /// <param name="word">0 to 3.</param>
    static abstract Vector512<uint> Word(byte* block, int word);

    /// <summary>The weights of an input, without scale.</summary>
    /// <param name="block">The block.</param>
    /// <param name="bits">The word that the input belongs to.</param>
    /// <param name="word">0 to 3.</param>
    /// <param name="input">0 to 7 within the word.</param>
    static abstract Vector512<float> Weight(byte* block, Vector512<uint> bits, int word, int input);
}
