using AudioSubnet.Inference.Graph;
using AudioSubnet.Models.Wav2Vec2;

namespace AudioSubnet.Models.WavLm;

/// <summary>
/// WavLM's self-attention (Chen et al. 2022): a bias by relative position, read from one table that layer 0 owns, which each layer scales for each query by a gate that it computes
/// from its input.
/// </summary>
internal sealed class GatedPositionAttention
{
    private const int GateWidth = 8;

    private readonly WavLmConfig _config;
    private readonly SpeechEncoder _encoder;
    private readonly Tensor _bias, _mask;

    /// <param name="config">The model's configuration.</param>
    /// <param name="encoder">Whose attention it is.</param>
    /// <param name="table">Scope of layer 0's attention, which owns the table.</param>
    /// <param name="frames">Number of frames T: int64 scalar.</param>
    /// <param name="frameMask">[B, T]: 1 for frames that are heard, 0 for padding.</param>
    public GatedPositionAttention(WavLmConfig config, SpeechEncoder encoder, Scope table, Tensor frames, Tensor frameMask)
    {
        (_config, _encoder) = (config, encoder);
        Tensor positions = frames.Range();
        Tensor distance = positions.Unsqueeze(0) - positions.Unsqueeze(1); // j - i: [T, T]
        int limit = config.MaxBucketDistance;
        long[] buckets = [.. Enumerable.Range(-limit, 2 * limit + 1).Select(offset => (long)Bucket(offset))];
        Tensor bucket = frames.Builder.Constant(buckets).Gather(distance.Clip(-limit, limit) + limit);
        _bias = table.Embedding("rel_attn_embed", bucket).Permute(2, 0, 1); // [heads, T, T]
        frames.Builder.Tap("mid.position_bias.layer0", _bias);
        _mask = ((frameMask - 1) * 1e9).Unsqueeze(1).Unsqueeze(1); // [B, 1, 1, T]
    }

    /// <summary>[B, T, H] to [B, T, H].</summary>
    public Tensor Attend(Scope s, int layer, Tensor x)
    {
        Tensor gate = Gate(s, x);
        Tensor bias = gate * _bias + _mask; // [B, heads, T, T]; the bias is not scaled by the width of a head
        Tensor[] heads = _encoder.Linears(s, x, "q_proj", "k_proj", "v_proj");
        Tensor context = x.Builder.Node("com.microsoft.MultiHeadAttention", [.. heads, default, default, bias], ("num_heads", _config.NumAttentionHeads));
        Tensor attended = _encoder.Linear(s, "out_proj", context);
        if (layer == 0)
        {
            x.Builder.Tap("mid.gate.layer0", gate);
            x.Builder.Tap("mid.attention_out.layer0", attended);
        }
        return attended;
    }

    /// <summary>One number for each head and query: [B, heads, T, 1].</summary>
    private Tensor Gate(Scope s, Tensor x)
    {
        Tensor heads = x.Reshape(0, 0, _config.NumAttentionHeads, -1).Permute(0, 2, 1, 3);
        Tensor sums = s.Linear("gru_rel_pos_linear", heads).Reshape(0, 0, 0, 2, GateWidth / 2).Sum(-1).Sigmoid(); // [B, heads, T, 2]
        (Tensor a, Tensor b) = sums.SplitInTwo(-1);
        return a * (b * s.Weight("gru_rel_pos_const", 1, _config.NumAttentionHeads, 1, 1) - 1) + 2;
    }

    /// <summary>Bucket of a distance: exact when near, logarithmic beyond, a half of the buckets for each direction (as in T5).</summary>
    private int Bucket(int offset)
    {
        int half = _config.NumBuckets / 2, exact = half / 2, distance = Math.Abs(offset);
        int bucket = distance < exact
            ? distance
            : Math.Min(half - 1, exact + (int)(MathF.Log((float)distance / exact) / Math.Log((double)_config.MaxBucketDistance / exact) * (half - exact)));
        return offset > 0 ? half + bucket : bucket;
    }
}
