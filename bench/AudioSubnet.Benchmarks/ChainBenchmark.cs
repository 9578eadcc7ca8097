using System.Diagnostics;
using System.Globalization;
using Bittensor.Chain;
using Bittensor.Chain.Rpc;
using Bittensor.Crypto;
using Bittensor.Scale.Extrinsics;

namespace AudioSubnet.Benchmarks;

/// <summary>The chain client and the node, over WebSocket on loopback, both in this process on the same cores; and sr25519 beside the JavaScript world's.</summary>
internal static class ChainBenchmark
{
    private const int Neurons = 256;
    private const int Accounts = 8;
    private const int InFlight = 32;
    private const int Pipelined = 1000; // by each account
    private const int Sequential = 1000;

    public static async Task<Report> RunAsync(TimeSpan time)
    {
        await using BenchmarkChain chain = await BenchmarkChain.StartAsync(Neurons, Accounts);
        await using SubtensorClient client = SubtensorClient.Connect(chain.Endpoint);
        double metagraph = await MetagraphAsync(client, chain.Netuid, time);
        double weights = await WeightsAsync(client, chain, time);
        double pipelined = await PipelinedAsync(client, chain);
        double sequential = await SequentialAsync(client, chain);
        (double ours, double? theirs, string reason) = Verify(time);

        string ratio = theirs is { } rate ? Show(ours / rate, "0.00") : "";
        return new Report(
            "The chain: client and node",
            ["", "measured", "unit"],
            [
                [$"metagraph of {Neurons} neurons, read and decoded", Show(metagraph, "0.0"), "ms"],
                [$"set_weights for {Neurons} uids, encoded and signed", Show(weights, "0"), "µs"],
                [$"signed transfers from {Accounts} accounts, {InFlight} of each in flight, until a block holds the last", Show(pipelined, "#,0"), "a second"],
                ["signed transfers of one account, each handed in after the node took the one before", Show(sequential, "#,0"), "a second"],
                ["sr25519 verify, one core: Bittensor.Crypto", Show(ours, "#,0"), "a second"],
                ["sr25519 verify, one core: @polkadot/wasm-crypto", theirs is { } other ? Show(other, "#,0") : $"not measured: {reason}", "a second"],
                ["ratio", ratio, ""],
            ],
            "Extrinsics are signed beforehand; the node checks signature, nonce, era and fee of each, and what clients and the making of blocks take is in the time.");
    }

    private static async Task<double> MetagraphAsync(SubtensorClient client, ushort netuid, TimeSpan time)
    {
        List<double> milliseconds = [];
        for (long begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < time;)
        {
            long started = Stopwatch.GetTimestamp();
            Metagraph metagraph = await client.GetMetagraphAsync(netuid);
            milliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (metagraph.Neurons.Count != Neurons)
                throw new InvalidOperationException($"The metagraph has {metagraph.Neurons.Count} neurons instead of {Neurons}.");
        }

        return Measure.Median(milliseconds);
    }

    private static async Task<double> WeightsAsync(SubtensorClient client, BenchmarkChain chain, TimeSpan time)
    {
        (ChainRuntime runtime, SigningContext context) = await chain.SigningAsync(client);
        ushort[] uids = [.. Enumerable.Range(0, Neurons).Select(uid => (ushort)uid)];
        ushort[] weights = [.. uids.Select(uid => (ushort)(65535 - uid))];
        Keypair signer = chain.Accounts[0];
        double rate = Measure.RatesInTurns(
            time,
            () =>
            {
                ChainCall call = SubtensorClient.Call("SubtensorModule", "set_weights", chain.Netuid, uids, weights, 0UL);
                runtime.Extrinsics.Sign(call.Encode(runtime.Metadata), signer, context);
            })[0];
        return 1e6 / rate;
    }

    private static async Task<double> PipelinedAsync(SubtensorClient client, BenchmarkChain chain)
    {
        string[][] extrinsics = [.. await Task.WhenAll(chain.Accounts.Select(account => chain.SignTransfersAsync(client, account, Pipelined)))];
        RpcClient[] connections = [.. chain.Accounts.Select(_ => new RpcClient([new Uri(chain.Endpoint)]))];
        await Task.WhenAll(connections.Select(connection => connection.RequestAsync("system_chain", [])));

        long started = Stopwatch.GetTimestamp();
        await Task.WhenAll(connections.Select((connection, i) => HandInAsync(connection, extrinsics[i])));
        await chain.EmptiedAsync(client);
        double rate = Accounts * Pipelined / Stopwatch.GetElapsedTime(started).TotalSeconds;
        foreach (RpcClient connection in connections)
            await connection.DisposeAsync();
        return rate;
    }

    private static async Task HandInAsync(RpcClient connection, string[] extrinsics)
    {
        var inFlight = new Queue<Task>();
        foreach (string extrinsic in extrinsics)
        {
            if (inFlight.Count == InFlight)
                await inFlight.Dequeue();
            inFlight.Enqueue(connection.RequestAsync("author_submitExtrinsic", [extrinsic]));
        }

        await Task.WhenAll(inFlight);
    }

    private static async Task<double> SequentialAsync(SubtensorClient client, BenchmarkChain chain)
    {
        string[] extrinsics = await chain.SignTransfersAsync(client, chain.Accounts[0], Sequential);
        long started = Stopwatch.GetTimestamp();
        foreach (string extrinsic in extrinsics)
            await client.Rpc.RequestAsync("author_submitExtrinsic", [extrinsic]);
        return Sequential / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>The same signature, verified in turns.</summary>
    private static (double Ours, double? Theirs, string Reason) Verify(TimeSpan time)
    {
        using Keypair pair = Keypair.Generate();
        byte[] message = new byte[200]; // an extrinsic's payload is about as long
        Random.Shared.NextBytes(message);
        byte[] signature = pair.Sign(message);
        double Own(TimeSpan turn) => Measure.Rate(() => Keypair.Verify(pair.AccountId, message, signature), turn);
        using WasmVerifier? wasm = WasmVerifier.TryStart(pair.AccountId, message, signature, out string reason);
        double[] rates = wasm is null ? Measure.RatesInTurns(time, Own) : Measure.RatesInTurns(time, Own, wasm.Rate);
        return (rates[0], rates.Length > 1 ? rates[1] : null, reason);
    }

    private static string Show(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
