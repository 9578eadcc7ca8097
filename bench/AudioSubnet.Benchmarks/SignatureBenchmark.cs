using System.Globalization;
using Bittensor.Crypto;

namespace AudioSubnet.Benchmarks;

/// <summary>sr25519 on one core, beside libsodium's own Ed25519 as the yardstick: same curve, hand-tuned C.</summary>
internal static class SignatureBenchmark
{
    public static Task<Report> RunAsync(TimeSpan time)
    {
        using Keypair pair = Keypair.Generate();
        using Ed25519Keypair yardstick = Ed25519Keypair.FromSeed(new byte[32]);
        byte[] message = "1700000000000000000.5G….5F….uuid.a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a"u8.ToArray();
        byte[] signature = pair.Sign(message), yardstickSignature = yardstick.Sign(message);
        double[] rates = Measure.RatesInTurns(
            time,
            () => pair.Sign(message),
            () => Keypair.Verify(pair.AccountId, message, signature),
            () => yardstick.Sign(message),
            () => Ed25519Keypair.Verify(yardstick.AccountId, message, yardstickSignature));
        string[][] rows =
        [
            ["sr25519 (Bittensor.Crypto)", Show(rates[0]), Show(rates[1])],
            ["Ed25519 (libsodium)", Show(rates[2]), Show(rates[3])],
            ["ratio", (rates[0] / rates[2]).ToString("0.00", CultureInfo.InvariantCulture), (rates[1] / rates[3]).ToString("0.00", CultureInfo.InvariantCulture)],
        ];
        return Task.FromResult(new Report("Signatures, one core", ["", "sign/s", "verify/s"], rows, "An axon verifies one signature a request, a dendrite makes one."));
    }

    private static string Show(double rate) => rate.ToString("#,0", CultureInfo.InvariantCulture);
}
