using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using AudioSubnet.Validator.Network;
using Bittensor.Chain;
using Bittensor.Crypto;

namespace AudioSubnet.Validator.Tests;

/// <summary>Miners whose answers a test decides; remembers what they were asked.</summary>
internal sealed class TestMiners(Func<AccountId, AudioQuestion, CancellationToken, Task<MinerAnswer>> answer) : IMinerClient
{
    public ConcurrentQueue<(AccountId Hotkey, AudioQuestion Question, TimeSpan Timeout)> Asked { get; } = [];

    /// <summary>Every answer is a sound of its own.</summary>
    public static TestMiners ThatWork() => new((hotkey, question, _) => Task.FromResult(Answer(SeedOf(hotkey, question.Prompt))));

    /// <summary>The same in every process, unlike a hash code.</summary>
    public static int SeedOf(AccountId hotkey, string prompt) =>
        BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes($"{hotkey} {prompt}")));

    public static MinerAnswer Answer(int seed, double seconds = 0.1) =>
        new(200, "Success") { Audio = Sounds.Babble(seed), ModelName = "test/babble", Elapsed = TimeSpan.FromSeconds(seconds) };

    public async Task<MinerAnswer> AskAsync(
        AxonInfo axon, AudioQuestion question, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        Asked.Enqueue((axon.Hotkey, question, timeout));
        return await answer(axon.Hotkey, question, cancellationToken);
    }
}
