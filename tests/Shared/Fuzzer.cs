using System.Diagnostics;
using System.Security.Cryptography;

namespace AudioSubnet.TestData;

/// <summary>
/// Runs a target over its regression files and then over seeded mutations: a few thousand, or two million with AUDIOSUBNET_LONG=1. An input
/// fails when the parser throws what it does not promise, hangs, or allocates out of proportion; it is then kept in artifacts/fuzz,
/// from where it belongs into tests/vectors/fuzz as a regression file.
/// </summary>
internal static class Fuzzer
{
    private const int Seed = 20261122;
    private const int ShortRun = 10_000;
    private const int LongRun = 2_000_000;

    /// <summary>Bytes that one input may allocate: a constant for the parser's own sake, and a multiple of the input.</summary>
    private const long FreeBytes = 512 << 10;
    private const long BytesPerByte = 256;

    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(1);

    public static void Run(IFuzzTarget target)
    {
        foreach (byte[] seed in target.Seeds)
            Feed(target, seed);
        foreach (string folder in TestPaths.VectorFolders.Select(f => Path.Combine(f, "fuzz", target.Name)).Where(Directory.Exists))
            foreach (string file in Directory.EnumerateFiles(folder))
                Feed(target, File.ReadAllBytes(file));
        var mutator = new Mutator(target.Seeds, Seed);
        int runs = Environment.GetEnvironmentVariable("AUDIOSUBNET_LONG") == "1" ? LongRun : ShortRun;
        for (int i = 0; i < runs; i++)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            Feed(target, mutator.Next());
        }
    }

    private static void Feed(IFuzzTarget target, byte[] input)
    {
        try
        {
            // A busy machine may stop a thread for long; only an input that is slow three times in a row is slow.
            TimeSpan fastest = Measure(target, input);
            for (int i = 0; i < 2 && fastest > Hang; i++)
                fastest = Measure(target, input) is var again && again < fastest ? again : fastest;
            if (fastest > Hang)
                throw new TimeoutException($"{fastest.TotalSeconds:f1} s for {input.Length} bytes");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Assert.Fail($"{target.Name}: input kept in {Keep(target, input)}\n{exception}");
        }
    }

    private static TimeSpan Measure(IFuzzTarget target, byte[] input)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        target.Fuzz(input);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return allocated <= FreeBytes + (BytesPerByte * input.Length)
            ? elapsed
            : throw new InvalidOperationException($"{allocated} bytes were allocated for an input of {input.Length}");
    }

    private static string Keep(IFuzzTarget target, byte[] input)
    {
        string folder = Directory.CreateDirectory(Path.Combine(TestPaths.Repository, "artifacts", "fuzz", target.Name)).FullName;
        string file = Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(input).AsSpan(0, 16)) + ".bin");
        File.WriteAllBytes(file, input);
        return file;
    }
}
