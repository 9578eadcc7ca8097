namespace AudioSubnet.RandomCheckpoints.Layouts;

/// <summary>The semantic quantiser of voice cloning for Bark: two LSTM layers over HuBERT's states, and a classifier. It stands as one file, without a configuration to read.</summary>
internal static class SemanticQuantizerLayout
{
    /// <summary>Name that the cloning engine knows the file by.</summary>
    private const string FileName = "quantizer.safetensors";

    public static void Add(Layout root, Settings config)
    {
        int input = config.Int("input_size", 768), hidden = config.Int("hidden_size", 1024);
        for (int i = 0; i < 2; i++)
        {
            double deviation = 1 / Math.Sqrt(hidden);
            root.Normal($"lstm.weight_ih_l{i}", deviation, 4 * hidden, i == 0 ? input : hidden);
            root.Normal($"lstm.weight_hh_l{i}", deviation, 4 * hidden, hidden);
            root.Normal($"lstm.bias_ih_l{i}", deviation, 4 * hidden);
            root.Normal($"lstm.bias_hh_l{i}", deviation, 4 * hidden);
        }
        root.Linear("fc", hidden, config.Int("output_size", 10_000));
    }

    public static void Rename(string folder, Settings config) => File.Move(Path.Combine(folder, "model.safetensors"), Path.Combine(folder, FileName), overwrite: true);
}
