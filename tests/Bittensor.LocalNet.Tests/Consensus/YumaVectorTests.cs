using System.Text.Json;
using Bittensor.Chain;
using Bittensor.LocalNet.Consensus;

namespace Bittensor.LocalNet.Tests.Consensus;

[Trait("Area", "vectors")]
public sealed class YumaVectorTests
{
    public static TheoryData<YumaScenario> RuntimeOutputs => [.. YumaScenario.Read("yuma_runtime.json")];

    public static TheoryData<YumaScenario> Yuma2 => [.. YumaScenario.Read("yuma.json").Where(scenario => !scenario.Rules.Yuma3Enabled)];

    public static TheoryData<YumaScenario> Yuma3 => [.. YumaScenario.Read("yuma.json").Where(scenario => scenario.Rules.Yuma3Enabled)];

    [Theory, MemberData(nameof(RuntimeOutputs), DisableDiscoveryEnumeration = true)]
    public void Epoch_gives_the_compiled_runtimes_outputs_exactly(YumaScenario scenario)
    {
        JsonElement json = scenario.Json;
        IReadOnlyList<YumaOutcome> outcomes = Run(scenario, json, json, YumaScenario.Rows(json, "bondsBefore"), YumaScenario.Flags(json, "validatorPermits"));

        ShouldEqual(outcomes, json.GetProperty("expect"));
    }

    [Theory, MemberData(nameof(Yuma2), DisableDiscoveryEnumeration = true)]
    public void Yuma_2_gives_the_published_bonds_and_emissions_exactly(YumaScenario scenario)
    {
        bool[] permits = YumaScenario.Flags(scenario.Json, "validatorPermits");
        UidWeight[][]? bonds = null;
        foreach (JsonElement epoch in scenario.Json.GetProperty("epochs").EnumerateArray())
        {
            UidWeight[][] bondsBefore = YumaScenario.Rows(epoch, "bondsBefore");
            if (bonds is not null)
                bonds.ShouldBe(bondsBefore, "bonds carried over from the epoch before");
            IReadOnlyList<YumaOutcome> outcomes = Run(scenario, scenario.Json, epoch, bondsBefore, permits);

            ShouldEqual(outcomes, epoch.GetProperty("reference"));
            YumaScenario.Column(outcomes, outcome => outcome.Emission).ShouldBe(YumaScenario.Integers(epoch, "expectEmission"));
            JsonElement bondColumn = epoch.GetProperty("expectBondColumn");
            ushort column = bondColumn.GetProperty("column").GetUInt16();
            outcomes.Take(4).Select(outcome => (ulong)outcome.Bonds.First(bond => bond.Uid == column).Weight)
                .ShouldBe(YumaScenario.Integers(bondColumn, "validators0to3"));
            permits = [.. outcomes.Select(outcome => outcome.ValidatorPermit)];
            bonds = [.. outcomes.Select(outcome => outcome.Bonds.ToArray())];
        }
    }

    [Theory, MemberData(nameof(Yuma3), DisableDiscoveryEnumeration = true)]
    public void Yuma_3_gives_the_published_bonds_and_dividends(YumaScenario scenario)
    {
        // Published with four digits; the fixed-point model that the vectors were checked with meets them within 1e-4.
        const double tolerance = 1e-4;
        ushort[] servers = [.. YumaScenario.Integers(scenario.Json, "servers").Select(uid => (ushort)uid)];
        int count = scenario.Stakes.Count;
        bool[] permits = [.. Enumerable.Range(0, count).Select(uid => scenario.Stakes[uid] > 0)];
        UidWeight[][] bonds = [.. Enumerable.Repeat(Array.Empty<UidWeight>(), count)];
        ulong block = 2;
        foreach (JsonElement epoch in scenario.Json.GetProperty("epochs").EnumerateArray())
        {
            UidWeight[][] weights = YumaScenario.Rows(epoch, "weights");
            IReadOnlyList<YumaOutcome> outcomes = YumaConsensus.Run(new YumaInput
            {
                Block = block,
                Rules = scenario.Rules,
                Emission = scenario.Integer("raoEmission", 0),
                Neurons = [.. Enumerable.Range(0, count).Select(uid => new YumaNeuron
                {
                    Stake = scenario.Stakes[uid], Weights = weights[uid], Bonds = bonds[uid], LastUpdate = block - 1, ValidatorPermit = permits[uid],
                })],
            });

            foreach ((int row, JsonElement expected) in epoch.GetProperty("expectBonds").EnumerateArray().Index())
            {
                double[] expectedBonds = YumaScenario.Numbers(expected);
                for (int i = 0; i < servers.Length; i++)
                {
                    UidWeight bond = outcomes[row].Bonds.FirstOrDefault(entry => entry.Uid == servers[i]);
                    (bond.Weight / 65535.0).ShouldBe(expectedBonds[i], tolerance, $"{scenario}, block {block}, bond of {row} on {servers[i]}");
                }
            }
            double[] dividends = YumaScenario.Numbers(epoch.GetProperty("expectDividends"));
            for (int uid = 0; uid < count; uid++)
                (outcomes[uid].Dividends / 65535.0).ShouldBe(dividends[uid], tolerance, $"{scenario}, block {block}, dividends of {uid}");
            ShouldBeWithinOneUnit(outcomes, YumaScenario.Rows(epoch, "referenceBondsU16"));
            bonds = [.. outcomes.Select(outcome => outcome.Bonds.ToArray())];
            permits = [.. outcomes.Select(outcome => outcome.ValidatorPermit)];
            block++;
        }
    }

    private static IReadOnlyList<YumaOutcome> Run(YumaScenario scenario, JsonElement fixedPart, JsonElement epoch, UidWeight[][] bonds, bool[] permits)
    {
        ulong[] lastUpdate = YumaScenario.Integers(epoch, "lastUpdate");
        ulong[] registeredAt = YumaScenario.Integers(fixedPart, "blockAtRegistration");
        UidWeight[][] weights = YumaScenario.Rows(epoch, "weights");
        return YumaConsensus.Run(new YumaInput
        {
            Block = epoch.GetProperty("block").GetUInt64(),
            Rules = scenario.Rules,
            Emission = scenario.Integer("raoEmission", 0),
            Neurons = [.. scenario.Stakes.Select((stake, uid) => new YumaNeuron
            {
                Stake = stake,
                Weights = weights[uid],
                Bonds = bonds[uid],
                LastUpdate = lastUpdate[uid],
                RegisteredAt = registeredAt[uid],
                ValidatorPermit = permits[uid],
            })],
        });
    }

    /// <summary>The same entries; one unit apart at most, since alpha 0.1 and 0.3 of the published numbers are no whole multiples of 1/65535.</summary>
    private static void ShouldBeWithinOneUnit(IReadOnlyList<YumaOutcome> outcomes, UidWeight[][] expected)
    {
        for (int uid = 0; uid < expected.Length; uid++)
        {
            outcomes[uid].Bonds.Select(bond => bond.Uid).ShouldBe(expected[uid].Select(bond => bond.Uid));
            foreach ((UidWeight bond, UidWeight other) in outcomes[uid].Bonds.Zip(expected[uid]))
                Math.Abs(bond.Weight - other.Weight).ShouldBeLessThanOrEqualTo(1);
        }
    }

    /// <summary>Every expectation that the JSON names, exactly.</summary>
    private static void ShouldEqual(IReadOnlyList<YumaOutcome> outcomes, JsonElement expected)
    {
        Check("stakeWeight", outcome => outcome.StakeWeight);
        Check("consensus", outcome => outcome.Consensus);
        Check("incentive", outcome => outcome.Incentive);
        Check("dividends", outcome => outcome.Dividends);
        Check("validatorTrust", outcome => outcome.ValidatorTrust);
        Check("serverEmission", outcome => outcome.ServerEmission);
        Check("validatorEmission", outcome => outcome.ValidatorEmission);
        Check("emission", outcome => outcome.Emission);
        outcomes.Select(outcome => outcome.ValidatorPermit).ShouldBe(YumaScenario.Flags(expected, "validatorPermit"));
        outcomes.Select(outcome => outcome.Active).ShouldBe(YumaScenario.Flags(expected, "active"));
        outcomes.Select(outcome => outcome.Bonds.ToArray()).ToArray().ShouldBe(YumaScenario.Rows(expected, "bonds"));

        void Check<T>(string name, Func<YumaOutcome, T> value) where T : IConvertible
        {
            if (expected.TryGetProperty(name, out _))
                YumaScenario.Column(outcomes, value).ShouldBe(YumaScenario.Integers(expected, name), name);
        }
    }
}
