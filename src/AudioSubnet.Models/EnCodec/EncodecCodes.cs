namespace AudioSubnet.Models.EnCodec;

/// <summary>Audio as entries of codebooks, each refining what those before it say.</summary>
/// <param name="Values">[codebooks, frames], row-major.</param>
/// <param name="Codebooks">Number of codebooks.</param>
/// <param name="Frames">Number of frames.</param>
public sealed record EncodecCodes(long[] Values, int Codebooks, int Frames)
{
    /// <summary>The codes of one codebook.</summary>
    public ReadOnlySpan<long> Codebook(int index) => Values.AsSpan(index * Frames, Frames);
}
