using System.Collections.Concurrent;
using AudioSubnet.Validator.Network;
using Bittensor.Chain;
using Bittensor.Crypto;

namespace AudioSubnet.Validator.Tests;

/// <summary>Miners whose answers a test decides; remembers what they were asked.</summary>
internal sealed class TestMiners(Func<AccountId, AudioQuestion, CancellationToken, Task<MinerAnswer>> answer) : IMinerClient
{
    private int _answers;

    public TestMiners()
        : this((_, _, _) => throw new NotSupportedException())
    {
    }

    public ConcurrentQueue<(AccountId Hotkey, AudioQuestion Question)> Asked { get; } = [];

    /// <summary>Every answer is a sound of its own.</summary>
    public static TestMiners ThatWork() => new((hotkey, question, _) => Task.FromResult(Answer(HashCode.Combine(hotkey, question.Prompt))));

    public static MinerAnswer Answer(int seed, double seconds = 0.1) =>
        new(200, "Success") { Audio = Sounds.Babble(seed), ModelName = "test/babble", Elapsed = TimeSpan.FromSeconds(seconds) };

    public async Task<MinerAnswer> AskAsync(AxonInfo axon, AudioQuestion question, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        Asked.Enqueue((axon.Hotkey, question));
        Interlocked.Increment(ref _answers);
        return await answer(axon.Hotkey, question, cancellationToken);
    }
}
