using System.Collections.Concurrent;
using System.Text;
using Bittensor.Crypto;
using Bittensor.Wire;
using Microsoft.Extensions.Time.Testing;

namespace Bittensor.Tests.Wire;

[Trait("Area", "wire")]
public sealed class LoadTests
{
    private const int Clients = 64;
    private const int Rounds = 3;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Under_load_the_request_of_higher_stake_is_served_first_and_the_lowest_is_turned_away()
    {
        var gate = new SemaphoreSlim(0);
        var served = new ConcurrentQueue<string>();
        var stakes = new Dictionary<AccountId, double>();
        await using AxonFixture axon = await AxonFixture.StartAsync(
            new AxonOptions { MaxConcurrentRequests = 1, MaxQueuedRequests = 4 },
            handler: async (synapse, stop) =>
            {
                served.Enqueue(synapse.TextInput!);
                await gate.WaitAsync(stop);
                return synapse;
            },
            priority: caller => stakes[caller.Hotkey]);
        Keypair[] callers = [.. Enumerable.Range(0, 6).Select(static i => Keypair.FromUri($"//validator{i}"))];
        double[] stake = [0, 10, 40, 20, 30, 5];
        for (int i = 0; i < callers.Length; i++)
            stakes[callers[i].AccountId] = stake[i];

        var answers = new List<Task<(int Status, string Message)>>();
        for (int i = 0; i < callers.Length; i++)
        {
            answers.Add(axon.SendAsync(axon.Request(caller: callers[i], body: $$"""{"text_input": "{{stake[i]}}"}""")));
            int queued = Math.Min(i, 4);
            await Eventually(() => served.Count == 1 && axon.Axon.QueuedRequests == queued && (i < 5 || answers[5].IsCompleted));
        }
        (await answers[5]).Status.ShouldBe(503);
        gate.Release(callers.Length);
        foreach (Task<(int Status, string Message)> answer in answers.Take(5))
            (await answer).Status.ShouldBe(200);
        served.ShouldBe(["0", "40", "30", "20", "10"]);
        foreach (Keypair caller in callers)
            caller.Dispose();
    }

    [Fact]
    public async Task Sixty_four_signed_clients_lose_nothing_to_replays_and_garbage_among_them()
    {
        var accepted = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        // The clock stands still, so that a busy machine makes no nonce old.
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        var options = new AxonOptions { MaxQueuedRequests = 10 * Clients, RequestsPerSecondPerHotkey = 0 };
        await using AxonFixture axon = await AxonFixture.StartAsync(options, clock, handler: (synapse, _) =>
        {
            accepted.AddOrUpdate(synapse.TextInput!, 1, static (_, times) => times + 1);
            synapse.SpeechOutput = [1f];
            return Task.FromResult(synapse);
        });
        using var shared = new Dendrite(axon.Caller, clock: clock);

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
        {
            using Keypair hotkey = Keypair.FromUri($"//client{client}");
            using var own = new Dendrite(hotkey, new DendriteOptions { RequireSignedReply = true }, clock);
            for (int round = 0; round < Rounds; round++)
            {
                Task<TextToSpeech> honest = own.QueryAsync(axon.Info, new TextToSpeech { TextInput = $"own {client} {round}" }, TimeSpan.FromMinutes(2), Stop);
                Task<TextToSpeech> crowded = shared.QueryAsync(axon.Info, new TextToSpeech { TextInput = $"shared {client} {round}" }, TimeSpan.FromMinutes(2), Stop);
                await MisbehaveAsync(axon, hotkey, $"python {client} {round}", client + round, SignedRequest.Now(clock) + round);
                (await honest).Dendrite.StatusMessage.ShouldBe("Success");
                (await crowded).Dendrite.StatusMessage.ShouldBe("Success");
            }
        }));

        accepted.Count.ShouldBe(3 * Clients * Rounds);
        accepted.Values.ShouldAllBe(static times => times == 1);
        accepted.Keys.ShouldAllBe(static text => !text.Contains("bad", StringComparison.Ordinal));
    }

    // One honest request of a Python peer, and what an attacker can make of it.
    private static async Task MisbehaveAsync(AxonFixture axon, Keypair hotkey, string text, int kind, long nonce)
    {
        SignedRequest request = axon.Request(nonce, caller: hotkey, body: $$"""{"text_input": "{{text}}"}""", signBody: kind % 2 == 0);
        (await axon.SendAsync(request)).Status.ShouldBe(200);
        (await axon.SendAsync(request)).Status.ShouldBe(401);
        SignedRequest forged = axon.Request(nonce, caller: hotkey, body: """{"text_input": "bad"}""", uuid: "forged").With("bt_header_dendrite_hotkey", axon.Caller.Address);
        (await axon.SendAsync(forged)).Status.ShouldBe(401);
        byte[] garbage = new byte[200];
        new Random(kind).NextBytes(garbage);
        byte[] answer = await RawHttp.SendAsync(axon.Axon.Port, Encoding.Latin1.GetBytes($"POST /TextToSpeech HTTP/1.1\r\n{Encoding.Latin1.GetString(garbage)}\r\n\r\n"), Stop);
        if (answer.Length > 0)
            RawMessage.Parse(answer).Status.ShouldBeInRange(400, 499);
    }

    private static async Task Eventually(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(5, Stop);
    }
}
