using System.Text.Json;
using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Models.Nisqa;

/// <summary>
/// The options that a NISQA model was trained with, as its checkpoint records them (<c>args</c> in the published files). Widths of layers are not among them: the weights
/// have them.
/// </summary>
public sealed record NisqaConfig
{
    /// <summary>Whether the model predicts noisiness, discontinuity, coloration and loudness beside the overall quality.</summary>
    public required bool HasDimensions { get; init; }

    /// <summary>Rate in Hz that audio is brought to; null takes it as it is.</summary>
    public int? SampleRate { get; init; }

    /// <summary>Upper edge of the mel bands in Hz; may lie above half the sample rate, and the bands up there are then empty.</summary>
    public double MaxFrequency { get; init; } = 20000;

    /// <summary>Points of the Fourier transform.</summary>
    public int FftSize { get; init; } = 4096;

    /// <summary>Seconds from frame to frame.</summary>
    public double HopSeconds { get; init; } = 0.01;

    /// <summary>Length of a frame's window in seconds.</summary>
    public double WindowSeconds { get; init; } = 0.02;

    /// <summary>Mel bands.</summary>
    public int MelBands { get; init; } = 48;

    /// <summary>Frames of a segment, the picture that the convolutions see.</summary>
    public int SegmentFrames { get; init; } = 15;

    /// <summary>Frames from segment to segment.</summary>
    public int SegmentHop { get; init; } = 4;

    /// <summary>Most segments of a clip.</summary>
    public int MaxSegments { get; init; } = 1300;

    /// <summary>Whether segments are pooled to the sizes of <see cref="Pools"/> ("adapt"), or always by two ("standard").</summary>
    public bool IsAdaptive { get; init; } = true;

    /// <summary>Heights and widths after the three poolings of the adaptive network.</summary>
    public IReadOnlyList<(int Height, int Width)> Pools { get; init; } = [];

    /// <summary>What relates the segments: "self_att", "lstm" or "skip".</summary>
    public string TimeDependency { get; init; } = "self_att";

    /// <summary>A second such stage.</summary>
    public string SecondTimeDependency { get; init; } = "skip";

    /// <summary>Heads of the self-attention of both stages.</summary>
    public IReadOnlyList<int> AttentionHeads { get; init; } = [1, 1];

    /// <summary>How segments become one: "att", "avg", "max", "last_step" or "last_step_bi".</summary>
    public string Pooling { get; init; } = "att";

    /// <summary>Reads the options of a checkpoint: those inside it, or those of the JSON file of its name.</summary>
    /// <exception cref="CheckpointException">There are none, or they describe a kind of model that is not known.</exception>
    public static NisqaConfig Of(Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        if (checkpoint.Values.TryGetValue("args", out JsonElement args))
            return Parse(args, checkpoint.Source);
        string beside = Path.ChangeExtension(checkpoint.Source, ".json");
        if (!File.Exists(beside))
            throw new CheckpointException($"'{checkpoint.Source}' does not hold the options of a NISQA model ('args'), and '{beside}' is not there.");
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(beside));
            return Parse(json.RootElement, beside);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new CheckpointException($"'{beside}' cannot be read: {cause.Message}", cause);
        }
    }

    /// <summary>Reads the options by the names that NISQA gives them.</summary>
    /// <param name="args">The options.</param>
    /// <param name="source">Their file, for messages.</param>
    /// <exception cref="CheckpointException">One has the wrong type, or they describe a kind of model that is not known.</exception>
    public static NisqaConfig Parse(JsonElement args, string source)
    {
        try
        {
            string model = Text("model", "NISQA");
            if (model is not ("NISQA" or "NISQA_DIM"))
                throw new CheckpointException($"'{source}' is a model of kind '{model}'; NISQA and NISQA_DIM are known.");
            if (Flag("td_sa_pos_enc") || Flag("td_2_sa_pos_enc"))
                throw new CheckpointException($"'{source}' uses positional encodings, which no published NISQA model does and which are not supported.");
            string cnn = Text("cnn_model", "adapt");
            if (cnn is not ("adapt" or "standard"))
                throw new CheckpointException($"'{source}' has a framewise network '{cnn}'; adapt and standard are known.");
            return new NisqaConfig
            {
                HasDimensions = model == "NISQA_DIM",
                SampleRate = Find("ms_sr")?.GetInt32(),
                MaxFrequency = Find("ms_fmax")?.GetDouble() ?? 20000,
                FftSize = Find("ms_n_fft")?.GetInt32() ?? 4096,
                HopSeconds = Find("ms_hop_length")?.GetDouble() ?? 0.01,
                WindowSeconds = Find("ms_win_length")?.GetDouble() ?? 0.02,
                MelBands = Find("ms_n_mels")?.GetInt32() ?? 48,
                SegmentFrames = Find("ms_seg_length")?.GetInt32() ?? 15,
                SegmentHop = Find("ms_seg_hop_length")?.GetInt32() ?? 1,
                MaxSegments = Find("ms_max_segments")?.GetInt32() ?? 1300,
                IsAdaptive = cnn == "adapt",
                Pools = cnn == "adapt" ? [Pair("cnn_pool_1"), Pair("cnn_pool_2"), Pair("cnn_pool_3")] : [],
                TimeDependency = Text("td", "skip"),
                SecondTimeDependency = Text("td_2", "skip"),
                AttentionHeads = [Find("td_sa_nhead")?.GetInt32() ?? 1, Find("td_2_sa_nhead")?.GetInt32() ?? 1],
                Pooling = Text("pool", "att"),
            };
        }
        catch (Exception cause) when (cause is InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new CheckpointException($"'{source}' has an option of the wrong type: {cause.Message}", cause);
        }

        JsonElement? Find(string name) => args.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
        string Text(string name, string otherwise) => Find(name)?.GetString() ?? otherwise;
        bool Flag(string name) => Find(name)?.GetBoolean() ?? false;
        (int, int) Pair(string name) => args.GetProperty(name) is var pair ? (pair[0].GetInt32(), pair[1].GetInt32()) : default;
    }
}
