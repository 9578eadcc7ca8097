using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using AudioSubnet.Dsp;
using AudioSubnet.Protocol;
using Bittensor.Chain;
using Bittensor.Crypto;
using Bittensor.Wire;

namespace AudioSubnet.Benchmarks;

/// <summary>Signed round trips over real HTTP on loopback, client and server in this process on the same cores: without audio, and with 30 s of it in each form.</summary>
internal static class AxonBenchmark
{
    private const int Clients = 4;
    private const int SampleRate = TextToSpeech.ListSampleRate;
    private const double AudioSeconds = 30;

    public static async Task<Report> RunAsync(TimeSpan time)
    {
        using Keypair server = Keypair.FromUri("//Alice//hot");
        using Keypair client = Keypair.FromUri("//Bob//hot");
        AudioBuffer audio = SpeechLike();
        await using var axon = new Axon(server, new AxonOptions
        {
            Address = IPAddress.Loopback,
            RequestsPerSecondPerHotkey = 1e6,
            RequestBurstPerHotkey = 1_000_000,
        });
        axon.Attach<TextToSpeech>((synapse, _) =>
        {
            if (synapse.TextInput != "no audio")
                AudioPayload.WriteAnswer(synapse, audio);
            return Task.FromResult(synapse);
        });
        await axon.StartAsync();
        var target = new AxonInfo(server.AccountId, IPAddress.Loopback, axon.Port);
        using var dendrite = new Dendrite(client);

        (string Name, string Text, string[]? Accept)[] cases =
        [
            ("no audio", "no audio", null),
            ("30 s, FLAC", "audio", [AudioEncoding.Flac]),
            ("30 s, PCM16", "audio", [AudioEncoding.Pcm16]),
            ("30 s, number list", "audio", null),
        ];
        var rows = new List<string[]>();
        var rates = new List<double>();
        foreach ((string name, string text, string[]? accept) in cases)
        {
            TextToSpeech Make() => new() { TextInput = text, AcceptAudio = accept };
            await RunAsync(dendrite, target, Make, time / 5); // warms up
            (double rate, double[] milliseconds) = await RunAsync(dendrite, target, Make, time);
            rates.Add(rate);
            rows.Add([name, Show(rate, "0.0"), Show(Measure.Percentile(milliseconds, 0.5), "0.0"), Show(Measure.Percentile(milliseconds, 0.99), "0.0")]);
        }

        return new Report(
            $"Signed round trip to an axon, {Clients} requests in flight, answer decoded to samples",
            ["payload", "requests/s", "p50 ms", "p99 ms"],
            rows,
            $"FLAC carries {Show(rates[1] / rates[3], "0.0")} times the requests of number lists, PCM {Show(rates[2] / rates[3], "0.0")} times.");
    }

    private static async Task<(double Rate, double[] Milliseconds)> RunAsync(Dendrite dendrite, AxonInfo target, Func<TextToSpeech> make, TimeSpan time)
    {
        var latencies = new ConcurrentBag<double>();
        long started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            while (Stopwatch.GetElapsedTime(started) < time)
            {
                long asked = Stopwatch.GetTimestamp();
                TextToSpeech answer = await dendrite.QueryAsync(target, make(), TimeSpan.FromSeconds(60), CancellationToken.None);
                if (!answer.IsSuccess)
                    throw new InvalidOperationException($"The axon answered {answer.Dendrite.StatusCode}: {answer.Dendrite.StatusMessage}");
                if (answer.TextInput != "no audio" && !AudioPayload.TryReadAnswer(answer, out AudioBuffer? _, out string? error))
                    throw new InvalidOperationException(error);
                latencies.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            }
        }));
        return (latencies.Count / Stopwatch.GetElapsedTime(started).TotalSeconds, [.. latencies]);
    }

    /// <summary>Modulated harmonics and noise: neither as compressible as a tone nor as incompressible as noise.</summary>
    private static AudioBuffer SpeechLike()
    {
        var random = new Random(1);
        var samples = new float[(int)(SampleRate * AudioSeconds)];
        for (int i = 0; i < samples.Length; i++)
        {
            double t = (double)i / SampleRate, envelope = 0.5 + (0.5 * Math.Sin(2 * Math.PI * 3 * t)), sum = 0;
            for (int harmonic = 1; harmonic <= 10; harmonic++)
                sum += Math.Sin(2 * Math.PI * 120 * harmonic * t) / harmonic;
            samples[i] = (float)(0.2 * envelope * (sum + (0.05 * (random.NextDouble() - 0.5))));
        }

        return new AudioBuffer(samples, SampleRate);
    }

    private static string Show(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
