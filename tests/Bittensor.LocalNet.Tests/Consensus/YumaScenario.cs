using System.Text.Json;
using AudioSubnet.TestData;
using Bittensor.Chain;
using Bittensor.LocalNet.Consensus;

namespace Bittensor.LocalNet.Tests.Consensus;

/// <summary>One scenario of a Yuma vector file; the JSON's own names are used throughout.</summary>
public sealed record YumaScenario(string Name, JsonElement Json)
{
    public IReadOnlyList<ulong> Stakes => Integers(Json, "stakes");

    public SubnetHyperparameters Rules => new()
    {
        Tempo = (ushort)Integer("tempo", 1),
        ActivityCutoff = Integer("activityCutoff", 5000),
        Kappa = (ushort)Integer("kappa", 32767),
        BondsMovingAverage = Integer("bondsMovingAverage", 900_000),
        BondsPenalty = (ushort)Integer("bondsPenalty", 65535),
        MaxAllowedValidators = (ushort)Integer("maxAllowedValidators", 128),
        Yuma3Enabled = Integer("yuma", 2) == 3,
        LiquidAlphaEnabled = Json.TryGetProperty("liquidAlpha", out JsonElement liquid) && liquid.GetBoolean(),
        AlphaLow = Proportion("alphaLow", 45875),
        AlphaHigh = Proportion("alphaHigh", 58982),
        AlphaSigmoidSteepness = (short)Integer("alphaSigmoidSteepness", 1000),
    };

    public ulong Integer(string name, ulong otherwise) => Json.TryGetProperty(name, out JsonElement value) ? value.GetUInt64() : otherwise;

    /// <summary>The scenarios of every vector file of that name.</summary>
    public static IEnumerable<YumaScenario> Read(string file) =>
        TestPaths.VectorFiles(file).SelectMany(path =>
            JsonDocument.Parse(File.ReadAllText(path)).RootElement.GetProperty("scenarios").EnumerateArray()
                .Select(json => new YumaScenario($"{Path.GetRelativePath(TestPaths.Repository, path)}: {json.GetProperty("name").GetString()}", json)));

    public static ulong[] Integers(JsonElement json, string name) => [.. json.GetProperty(name).EnumerateArray().Select(value => value.GetUInt64())];

    public static bool[] Flags(JsonElement json, string name) => [.. json.GetProperty(name).EnumerateArray().Select(value => value.GetBoolean())];

    public static double[] Numbers(JsonElement json) => [.. json.EnumerateArray().Select(value => value.GetDouble())];

    public static UidWeight[][] Rows(JsonElement json, string name) =>
        [.. json.GetProperty(name).EnumerateArray().Select(row =>
            row.EnumerateArray().Select(pair => new UidWeight(pair[0].GetUInt16(), pair[1].GetUInt16())).ToArray())];

    public static ulong[] Column<T>(IEnumerable<YumaOutcome> outcomes, Func<YumaOutcome, T> value) where T : IConvertible =>
        [.. outcomes.Select(outcome => Convert.ToUInt64(value(outcome)))];

    /// <summary>The name, so that a failing case is known by it.</summary>
    public override string ToString() => Name;

    private ushort Proportion(string name, ushort otherwise) =>
        Json.TryGetProperty(name, out JsonElement value) ? (ushort)Math.Round(value.GetDouble() * ushort.MaxValue, MidpointRounding.AwayFromZero) : otherwise;
}
