using AudioSubnet.Benchmarks;

// Everything is measured in one run, in turns, so that the ratios mean something on a machine that is shared and noisy.
//   dotnet run -c Release --project bench/AudioSubnet.Benchmarks -- [signatures|chain|axon|convolutions|evaluation|speech|generation|decoders|quantization …] [--seconds 5] [--only musicgen-small,int4]
var arguments = args.ToList();
double seconds = 5;
if (arguments.IndexOf("--seconds") is >= 0 and int at && at + 1 < arguments.Count)
{
    seconds = double.Parse(arguments[at + 1], System.Globalization.CultureInfo.InvariantCulture);
    arguments.RemoveRange(at, 2);
}

string[] only = [];
if (arguments.IndexOf("--only") is >= 0 and int words && words + 1 < arguments.Count)
{
    only = arguments[words + 1].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    arguments.RemoveRange(words, 2);
}

Dictionary<string, Func<TimeSpan, Task<Report>>> benchmarks = new(StringComparer.Ordinal)
{
    ["signatures"] = SignatureBenchmark.RunAsync,
    ["chain"] = ChainBenchmark.RunAsync,
    ["axon"] = AxonBenchmark.RunAsync,
    ["convolutions"] = ConvolutionBenchmark.RunAsync,
    ["evaluation"] = EvaluationBenchmark.RunAsync,
    ["speech"] = SpeechBenchmark.RunAsync,
    ["generation"] = GenerationBenchmark.RunAsync,
    ["decoders"] = time => DecoderBenchmark.RunAsync(only),
    ["quantization"] = time => QuantizationBenchmark.RunAsync(time, only),
};
if (arguments.FirstOrDefault(name => !benchmarks.ContainsKey(name)) is { } unknown)
{
    await Console.Error.WriteLineAsync($"There is no benchmark '{unknown}'; there are: {string.Join(", ", benchmarks.Keys)}.");
    return 2;
}

Console.WriteLine($"{Environment.ProcessorCount} cores, {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}, {seconds} s a measurement");
foreach (string name in arguments.Count > 0 ? arguments : [.. benchmarks.Keys])
    (await benchmarks[name](TimeSpan.FromSeconds(seconds))).Write(Console.Out);
return 0;
