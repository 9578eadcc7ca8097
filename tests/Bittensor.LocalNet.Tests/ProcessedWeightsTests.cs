using Bittensor.Chain;
using Bittensor.Weights;

namespace Bittensor.LocalNet.Tests;

[Trait("Area", "chain")]
public sealed class ProcessedWeightsTests
{
    private const int Neurons = 24;

    [Fact]
    public async Task Processed_weights_are_accepted_and_stored_as_sent_whatever_the_scores_and_rules()
    {
        var subnet = new TestSubnet(new SubnetHyperparameters { Tempo = 40, WeightsSetRateLimit = 0 });
        await subnet.Register("validator", stake: 1000);
        for (int i = 2; i < Neurons; i++)
            await subnet.Register($"miner {i}");
        subnet.RunToEpoch();
        var subtensor = new LocalSubtensor(subnet.Chain);
        var random = new Random(7);

        for (int round = 0; round < 150; round++)
        {
            // Powers make some score vectors flat and others steep. A limit below 1/count has no solution.
            double power = random.NextDouble() * 12;
            double[] scores = [.. Enumerable.Range(0, Neurons).Select(_ => Math.Pow(random.NextDouble(), power))];
            ushort limit = random.Next(3) == 0 ? ushort.MaxValue : (ushort)random.Next(65535 / Neurons + 1, 65535);
            subnet.Change(rules => rules with { MinAllowedWeights = (ushort)random.Next(0, Neurons + 8), MaxWeightsLimit = limit });

            IReadOnlyList<UidWeight> weights = WeightProcessor.Process(scores, subnet.Rules, Neurons);
            await subnet.SetWeights("validator", [.. weights]);

            (await subtensor.GetWeightsAsync(TestSubnet.Netuid, 1, TestContext.Current.CancellationToken)).ShouldBe(weights, $"round {round}");
        }
    }
}
