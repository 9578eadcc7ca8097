using System.Globalization;
using System.Text.RegularExpressions;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Sampling;
using AudioSubnet.TestData;

namespace AudioSubnet.Inference.Tests.Sampling;

[Trait("Area", "golden")]
public sealed partial class GoldenSamplingTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases()
    {
        var rows = (
            from root in TestPaths.GoldenFolders
            let folder = Path.Combine(root, "sampling")
            where Directory.Exists(folder)
            from file in Directory.EnumerateFiles(folder, "*.safetensors", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            select new TheoryDataRow<string>(file)).ToList();
        return rows.Count > 0 ? rows : [new TheoryDataRow<string>("") { Skip = "no sampling case in any golden folder" }];
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Processed_logits_are_the_reference_s(string file)
    {
        using Checkpoint golden = Checkpoint.Open(file);
        foreach ((string name, CheckpointTensor expected) in golden.Tensors.Where(entry => entry.Key.StartsWith("out.", StringComparison.Ordinal)))
        {
            float[] values = expected.ToFloats();
            int width = (int)expected.Shape[^1];
            for (int row = 0; row * width < values.Length; row++)
            {
                float[] actual = Process(name, golden, row, width);
                for (int i = 0; i < width; i++)
                    if (float.IsFinite(values[row * width + i]))
                        actual[i].ShouldBe(values[row * width + i], 1e-5f, $"{file}: {name}[{row}, {i}]");
                    else
                        actual[i].ShouldBe(float.NegativeInfinity, $"{file}: {name}[{row}, {i}]");
            }
        }
    }

    /// <summary>The processor that a tensor's name stands for, on a row of its input.</summary>
    private static float[] Process(string name, Checkpoint golden, int row, int width)
    {
        float[] Row(string input, int index) => golden.Tensors[input].ToFloats()[(index * width)..((index + 1) * width)];
        int I(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
        float F(Match match, int group) => float.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
        float[] logits = Row(name.Contains("eos_", StringComparison.Ordinal) ? "in.eos_logits" : "in.logits", row);
        var floats = new float[width];
        var order = new ulong[width];
        if (Temperature().Match(name) is { Success: true } temperature)
            LogitsProcessors.Temperature(logits, F(temperature, 1));
        else if (TopK().Match(name) is { Success: true } topK)
            LogitsProcessors.TopK(logits, I(topK, 1), floats);
        else if (TopP().Match(name) is { Success: true } topP)
            LogitsProcessors.TopP(logits, F(topP, 1), order);
        else if (Chain().Match(name) is { Success: true } chain)
        {
            LogitsProcessors.Temperature(logits, F(chain, 1));
            LogitsProcessors.TopK(logits, I(chain, 2), floats);
            LogitsProcessors.TopP(logits, F(chain, 3), order);
            if (chain.Groups[4].Length > 0)
            {
                LogitsProcessors.LogSoftmax(logits);
                logits = [.. logits.Select(MathF.Exp)];
            }
        }
        else if (End().Match(name) is { Success: true } end)
            LogitsProcessors.PrioritizeEnd(logits, I(end, 1), F(end, 2));
        else if (Suppress().Match(name) is { Success: true } suppress)
            LogitsProcessors.Suppress(logits, I(suppress, 1), I(suppress, 2) + (float.IsInfinity(golden.Tensors[name].ToFloats()[I(suppress, 2)]) ? 1 : 0));
        else if (Alternating().Match(name) is { Success: true } alternating)
            LogitsProcessors.AlternateCodebooks(logits, I(alternating, 4) - I(alternating, 3), I(alternating, 1), I(alternating, 2));
        else if (Guidance().Match(name) is { Success: true } guidance)
            LogitsProcessors.Guide(Row("in.cfg_logits", row), Row("in.cfg_logits", row + (int)golden.Tensors["in.cfg_logits"].Shape[0] / 2), F(guidance, 1), logits);
        else if (name == "out.log_softmax")
            LogitsProcessors.LogSoftmax(logits);
        else
            Assert.Fail($"No processor is known for {name}.");
        return logits;
    }

    [GeneratedRegex(@"^out\.temperature_([\d.]+)$")]
    private static partial Regex Temperature();

    [GeneratedRegex(@"^out\.top_k_(\d+)$")]
    private static partial Regex TopK();

    [GeneratedRegex(@"^out\.top_p_([\d.]+)$")]
    private static partial Regex TopP();

    [GeneratedRegex(@"^out\.chain_t([\d.]+)_k(\d+)_p(\d+\.\d+)(\.probs)?$")]
    private static partial Regex Chain();

    [GeneratedRegex(@"^out\.eos_prioritizer_eos(\d+)_p([\d.]+)$")]
    private static partial Regex End();

    [GeneratedRegex(@"^out\.suppress_(\d+)_to_(\d+)$")]
    private static partial Regex Suppress();

    [GeneratedRegex(@"^out\.alternating_sv(\d+)_cb(\d+)_start(\d+)_len(\d+)$")]
    private static partial Regex Alternating();

    [GeneratedRegex(@"^out\.cfg_([\d.]+)$")]
    private static partial Regex Guidance();
}
