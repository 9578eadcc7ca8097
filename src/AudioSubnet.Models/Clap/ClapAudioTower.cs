using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;

namespace AudioSubnet.Models.Clap;

/// <summary>CLAP's audio tower: HTSAT (Chen et al. 2022), a Swin transformer (Liu et al. 2021) over the spectrogram as a picture, the mean of its patches and a projection.</summary>
internal static class ClapAudioTower
{
    private const float CubicCoefficient = -0.75f; // PyTorch's
    private const float NormEps = 1e-5f; // of the normalisations between stages, which the configuration does not name

    /// <summary>Input: "input_features" [B, 1, frames, bands] in dB. Output: "out.audio_embeds" [B, width], each of length 1.</summary>
    public static ModelGraph Build(ICheckpoint checkpoint, ClapConfig clap, WeightOptions weights, bool taps = false)
    {
        using GraphBuilder graph = new("clap_audio", taps);
        Scope root = graph.Scope(checkpoint, weights), s = root["audio_model"]["audio_encoder"];
        ClapAudioConfig config = clap.AudioConfig;
        Tensor features = graph.Input("input_features", TensorType.Float32, "batch", 1, "frames", config.NumMelBins);

        Tensor x = graph.Tap("mid.patch_embed_first", Patches(s["patch_embed"], config, Picture(s, config, features)));
        for (int stage = 0; stage < config.Depths.Count; stage++)
        {
            x = Stage(s["layers"][stage], config, stage, x);
            graph.Tap($"mid.stage{stage}_out", x);
        }

        Tensor pooled = graph.Tap("mid.audio_pooler", s.LayerNorm("norm", x, NormEps).Mean(1));
        graph.Output("out.audio_embeds", ClapTextTower.Projection(root["audio_projection"], pooled, config.ProjectionHiddenAct));
        return graph.Build();
    }

    /// <summary>The spectrogram, normalised by band and stretched, its pieces of time one above the other with time across: [B, 1, side, side].</summary>
    private static Tensor Picture(Scope s, ClapAudioConfig config, Tensor features)
    {
        Tensor bands = s.BatchNorm("batch_norm", features.Transpose(1, 3), NormEps).Transpose(1, 3); // [B, 1, frames, bands]
        Tensor stretched = Stretch(bands, config.Frames);
        return stretched.Reshape(0, config.TimeFolds, config.SpecSize, config.NumMelBins).Transpose(2, 3).Reshape(0, 1, config.SpecSize, config.SpecSize);
    }

    /// <summary>
    /// Bicubic interpolation over time with the first and the last frame kept in place: [B, 1, frames, bands] to [B, 1, <paramref name="count"/>, bands]. As in PyTorch, the distance of
    /// two places is rounded to single precision, but a place is not: between loud and quiet frames the difference is 1e-4.
    /// </summary>
    private static Tensor Stretch(Tensor x, int count)
    {
        Tensor last = x.Length(2) - 1;
        Tensor distance = last.Cast(TensorType.Float32) / (count - 1);
        Tensor place = x.Builder.Scalar(TensorType.Int64, count).Range().Cast(TensorType.Float64) * distance.Cast(TensorType.Float64), frame = place.Floor();
        Tensor t = (place - frame).Cast(TensorType.Float32), first = frame.Cast(TensorType.Int64);
        Tensor[] weights = [Far(t + 1), Near(t), Near(1 - t), Far(2 - t)];
        Tensor sum = default;
        for (int tap = 0; tap < weights.Length; tap++)
        {
            Tensor neighbour = (first + (tap - 1)).Maximum(0).Minimum(last);
            Tensor term = x.Gather(neighbour, 2) * weights[tap].Unsqueeze(1);
            sum = tap == 0 ? term : sum + term;
        }

        return sum;

        // Keys' cubic kernel (1981), up to one frame away and from one to two.
        static Tensor Near(Tensor d) => ((CubicCoefficient + 2) * d - (CubicCoefficient + 3)) * d * d + 1;
        static Tensor Far(Tensor d) => ((CubicCoefficient * d - 5 * CubicCoefficient) * d + 8 * CubicCoefficient) * d - 4 * CubicCoefficient;
    }

    /// <summary>[B, 1, side, side] to an embedding of each patch, row by row: [B, patches, width].</summary>
    private static Tensor Patches(Scope s, ClapAudioConfig config, Tensor picture)
    {
        int stride = config.PatchStride[0], padding = (config.PatchSize - stride) / 2;
        Tensor x = s.Conv2d("proj", picture, (stride, stride), (padding, padding)).Flatten(2).Transpose(1, 2);
        return config.EnablePatchLayerNorm ? s.LayerNorm("norm", x, NormEps) : x;
    }

    /// <summary>Blocks, every other with its windows shifted, and the step to the next stage: [B, patches, width] to [B, patches / 4, 2 · width].</summary>
    private static Tensor Stage(Scope s, ClapAudioConfig config, int stage, Tensor x)
    {
        int grid = config.Grid(stage), heads = config.NumAttentionHeads[stage];
        for (int block = 0; block < config.Depths[stage]; block++)
        {
            var windows = new SwinWindows(grid, config.WindowSize, shifted: block % 2 == 1);
            x = Block(s["blocks"][block], config, windows, heads, x);
            x.Builder.Tap($"mid.stage{stage}_block{block}_first", x);
        }

        return stage == config.Depths.Count - 1 ? x : Merge(s["downsample"], grid, x);
    }

    private static Tensor Block(Scope s, ClapAudioConfig config, SwinWindows windows, int heads, Tensor x)
    {
        x += Attend(s["attention"], windows, heads, s.LayerNorm("layernorm_before", x, config.LayerNormEps));
        Tensor inner = s["intermediate"].Linear("dense", s.LayerNorm("layernorm_after", x, config.LayerNormEps)).Activation(config.HiddenAct);
        return x + s["output"].Linear("dense", inner);
    }

    /// <summary>Attention within each window; what counts is where two patches lie to each other.</summary>
    private static Tensor Attend(Scope s, SwinWindows windows, int heads, Tensor x)
    {
        Scope self = s["self"];
        Tensor h = windows.Cut(x); // [B · windows, patches of a window, width]
        Tensor context = self.Linear("query", h).Attention(self.Linear("key", h), self.Linear("value", h), heads, windows.Bias(self, heads, x));
        return windows.Join(s["output"].Linear("dense", context));
    }

    /// <summary>Each square of four patches becomes one.</summary>
    private static Tensor Merge(Scope s, int grid, Tensor x)
    {
        int half = grid / 2;
        long[] fours = [..
            from row in Enumerable.Range(0, half)
            from column in Enumerable.Range(0, half)
            from corner in new[] { 0, grid, 1, grid + 1 } // down before across
            select (long)(2 * row * grid + 2 * column + corner)];
        Tensor joined = x.Gather(x.Builder.Constant(fours, half * half, 4), 1).Flatten(2); // [B, patches / 4, 4 · width]
        return s.Linear("reduction", s.LayerNorm("norm", joined, NormEps));
    }
}
