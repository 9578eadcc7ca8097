namespace AudioSubnet.Models.Bark;

/// <summary>What Bark's stages made of a text.</summary>
/// <param name="Semantic">Semantic tokens; the end token comes last if there was one.</param>
/// <param name="Coarse">Tokens of the first two codebooks in turn, with the offsets of the coarse vocabulary.</param>
/// <param name="Fine">All codebooks, [codebooks][frames].</param>
internal sealed record BarkTokens(long[] Semantic, long[] Coarse, long[][] Fine);
