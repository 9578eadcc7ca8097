using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Models.Clap;

/// <summary>The audio tower's part of CLAP's configuration (HTSAT); the defaults are those of the reference class.</summary>
public sealed record ClapAudioConfig
{
    /// <summary>Side of the square picture that the spectrogram is folded into, in pixels.</summary>
    public int SpecSize { get; init; } = 256;

    /// <summary>Mel bands of the spectrogram.</summary>
    public int NumMelBins { get; init; } = 64;

    /// <summary>Side of a patch in pixels.</summary>
    public int PatchSize { get; init; } = 4;

    /// <summary>Distance of the patches in pixels, down and across.</summary>
    public IReadOnlyList<int> PatchStride { get; init; } = [4, 4];

    /// <summary>Width of a patch's embedding; it doubles from stage to stage.</summary>
    public int PatchEmbedsHiddenSize { get; init; } = 96;

    /// <summary>Whether the patches' embeddings are normalised.</summary>
    public bool EnablePatchLayerNorm { get; init; } = true;

    /// <summary>Side of an attention window in patches.</summary>
    public int WindowSize { get; init; } = 8;

    /// <summary>Blocks of each stage.</summary>
    public IReadOnlyList<int> Depths { get; init; } = [2, 2, 6, 2];

    /// <summary>Attention heads of each stage.</summary>
    public IReadOnlyList<int> NumAttentionHeads { get; init; } = [4, 8, 16, 32];

    /// <summary>Width of the last stage.</summary>
    public int HiddenSize { get; init; } = 768;

    /// <summary>Activation of the feed-forward blocks.</summary>
    public string HiddenAct { get; init; } = "gelu";

    /// <summary>Epsilon of the blocks' normalisations.</summary>
    public float LayerNormEps { get; init; } = 1e-5f;

    /// <summary>Whether long sounds are heard whole and in three crops at once, which is not supported.</summary>
    public bool EnableFusion { get; init; }

    /// <summary>Activation inside the projection.</summary>
    public string ProjectionHiddenAct { get; init; } = "relu";

    /// <summary>Pieces of time that are put one above the other to make a square.</summary>
    public int TimeFolds => SpecSize / NumMelBins;

    /// <summary>Frames that the spectrogram is stretched to.</summary>
    public int Frames => SpecSize * TimeFolds;

    /// <summary>Side of a stage's picture in patches.</summary>
    /// <param name="stage">From 0.</param>
    public int Grid(int stage) => (SpecSize / PatchStride[0]) >> stage;

    /// <summary>Checks that the numbers make a model.</summary>
    /// <param name="source">Where they were read, for the message.</param>
    /// <exception cref="CheckpointException">They do not.</exception>
    public void Validate(string source)
    {
        Check(!EnableFusion, "enable_fusion is set; checkpoints with feature fusion are not supported. Use laion/clap-htsat-unfused or laion/larger_clap_music");
        Check(NumMelBins is > 0 and <= 4096 && SpecSize is > 0 and <= 8192 && SpecSize % NumMelBins == 0, "spec_size must be a multiple of num_mel_bins");
        Check(PatchSize > 0 && PatchStride.Count == 2 && PatchStride[0] == PatchStride[1] && PatchStride[0] > 0 && SpecSize % PatchStride[0] == 0 && PatchSize >= PatchStride[0] && (PatchSize - PatchStride[0]) % 2 == 0,
            "patch_size and patch_stride do not tile the picture");
        Check(Depths.Count is > 0 and <= 8 && NumAttentionHeads.Count == Depths.Count && Depths.All(static depth => depth is >= 0 and <= 256), "depths and num_attention_heads must be of one length");
        Check(PatchEmbedsHiddenSize is > 0 and <= 4096 && HiddenSize == PatchEmbedsHiddenSize << (Depths.Count - 1), "hidden_size must be patch_embeds_hidden_size, doubled from stage to stage");
        Check(WindowSize is > 0 and <= 64, "window_size is out of range");
        for (int stage = 0; stage < Depths.Count; stage++)
        {
            Check(Grid(stage) << stage == Grid(0) && Grid(stage) % WindowSize == 0 && Grid(stage) > 0, $"stage {stage} cannot be cut into windows of {WindowSize}");
            Check(NumAttentionHeads[stage] > 0 && (PatchEmbedsHiddenSize << stage) % NumAttentionHeads[stage] == 0, $"the heads of stage {stage} do not divide its width");
        }

        void Check(bool holds, string reason)
        {
            if (!holds)
                throw new CheckpointException($"{source}: audio_config: {reason}.");
        }
    }
}
