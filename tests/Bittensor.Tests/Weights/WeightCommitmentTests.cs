using System.Text.Json;
using AudioSubnet.TestData;
using Bittensor.Crypto;
using Bittensor.Weights;

namespace Bittensor.Tests.Weights;

[Trait("Area", "vectors")]
public sealed class WeightCommitmentTests
{
    [Fact]
    public void Commitments_are_those_of_the_pallet()
    {
        int count = 0;
        foreach (string file in TestPaths.VectorFiles("extrinsics.json"))
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (JsonElement vector in document.RootElement.GetProperty("weightCommits").EnumerateArray())
            {
                byte[] hash = WeightCommitment.Hash(
                    AccountId.Parse(vector.GetProperty("hotkey").GetString()!),
                    vector.GetProperty("netuid").GetUInt16(),
                    Words(vector, "uids"),
                    Words(vector, "values"),
                    Words(vector, "salt"),
                    ulong.Parse(vector.GetProperty("versionKey").GetString()!));
                ("0x" + Convert.ToHexStringLower(hash)).ShouldBe(vector.GetProperty("commitHash").GetString());
                count++;
            }
        }

        count.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Uids_without_weights_are_refused() =>
        Should.Throw<ArgumentException>(() => WeightCommitment.Hash(default, 1, [1, 2], [1], [], 0))
            .Message.ShouldContain("2 uids and 1 weights");

    private static ushort[] Words(JsonElement vector, string name) =>
        [.. vector.GetProperty(name).EnumerateArray().Select(v => v.GetUInt16())];
}
