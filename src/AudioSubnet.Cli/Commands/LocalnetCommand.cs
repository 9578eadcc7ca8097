using System.CommandLine;
using System.Globalization;
using AudioSubnet.Cli.CommandLine;
using AudioSubnet.Cli.Localnet;
using AudioSubnet.Engines;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace AudioSubnet.Cli.Commands;

/// <summary><c>audiosubnet localnet</c>: a whole subnet on this machine.</summary>
internal static class LocalnetCommand
{
    private const int MaxMiners = 64;

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "Stop after so many rounds; 0 goes on until stopped.", DefaultValueFactory = _ => 6 };
        var minutes = new Option<double?>("--minutes") { Description = "Stop after this time." };
        var miners = new Option<string>("--miners")
        {
            Description = "Speech engines or folders of models with commas between them, one honest miner each; or a number of miners.",
            DefaultValueFactory = _ => string.Join(',', LocalnetOptions.DefaultEngines),
        };
        var adversaries = new Option<string>("--adversaries")
        {
            Description = "Misbehaving miners to add: silent, noisy, wrong-text, copier, slow, crashing, or all.",
            DefaultValueFactory = _ => "",
        };
        Option<int?> seed = CommonOptions.Seed();
        var output = new Option<DirectoryInfo?>("--out") { Description = "Folder for audio, scores and summary.json (default localnet-<date>-<time>)." };
        var fast = new Option<bool>("--fast") { Description = "Blocks of 0.25 s, a short tempo and short time limits." };
        var clone = new Option<string>("--clone.model", "--clone_model") { Description = "Cloning engine of all miners.", DefaultValueFactory = _ => EngineNames.Cloner };
        var music = new Option<string>("--music.model", "--music_model") { Description = "Music engine of all miners.", DefaultValueFactory = _ => EngineNames.Music };
        var patience = new Option<double>("--patience") { Description = "Multiplies the validator's time limits: for models that are slow on this machine.", DefaultValueFactory = _ => 1 };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("localnet", "Run a whole subnet on this machine: chain, validator and miners.")
        {
            rounds, minutes, miners, clone, music, adversaries, seed, output, fast, patience, json,
        };
        var flags = new EngineFlags();
        flags.AddTo(command, EngineKind.VoiceCloning, EngineKind.Music);
        var judges = new JudgeOptions(flags.PermissiveOnly);
        judges.AddTo(command);
        command.SetAction((result, cancellationToken) =>
        {
            int limit = result.GetValue(rounds);
            double? time = result.GetValue(minutes);
            if (limit < 0)
                throw new UserException($"--rounds is {limit}; it must be 0 (no limit) or more.");
            double factor = result.GetValue(patience);
            if (factor is not (>= 0.1 and <= 100))
                throw new UserException(string.Create(CultureInfo.InvariantCulture, $"--patience is {factor}; it must be from 0.1 to 100."));
            if (time is <= 0 or > 525_600)
                throw new UserException($"--minutes is {time}; it must be above 0.");
            var options = new LocalnetOptions
            {
                Rounds = limit == 0 ? null : limit,
                Duration = time is null ? null : TimeSpan.FromMinutes(time.Value),
                Engines = ParseMiners(result.GetRequiredValue(miners)),
                Scoring = judges.Get(result),
                Catalog = flags.Catalog(result),
                Adversaries = BehaviourNames.Parse(result.GetRequiredValue(adversaries)),
                Seed = result.GetValue(seed) ?? Random.Shared.Next(1, 1_000_000),
                Output = result.GetValue(output) ?? new DirectoryInfo($"localnet-{TimeProvider.System.GetLocalNow():yyyyMMdd-HHmmss}"),
                Fast = result.GetValue(fast),
                Cloner = flags.NameOf(result, EngineKind.VoiceCloning, clone),
                Music = flags.NameOf(result, EngineKind.Music, music),
                Patience = factor,
            };
            return RunAsync(options, result.GetValue(json), result.GetValue(CommonOptions.Debug), cancellationToken);
        });
        return command;
    }

    private static IReadOnlyList<string> ParseMiners(string list)
    {
        if (int.TryParse(list, NumberStyles.None, CultureInfo.InvariantCulture, out int count))
            return count is > 0 and <= MaxMiners
                ? [.. Enumerable.Range(0, count).Select(i => LocalnetOptions.DefaultEngines[i % LocalnetOptions.DefaultEngines.Count])]
                : throw new UserException($"--miners is {count}; from 1 to {MaxMiners} miners fit on one machine.");
        string[] engines = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return engines.Length is > 0 and <= MaxMiners
            ? engines
            : throw new UserException($"--miners names {engines.Length} engines; name 1 to {MaxMiners}, for example {string.Join(',', LocalnetOptions.DefaultEngines)}.");
    }

    private static async Task<int> RunAsync(LocalnetOptions options, bool json, bool debug, CancellationToken cancellationToken)
    {
        if (options.Output.Exists && options.Output.EnumerateFileSystemInfos().Any())
            throw new UserException($"The folder '{options.Output}' is not empty; name another one with --out, so that no earlier run is overwritten.");
        options.Output.Create();

        bool live = !json && !debug && Terminal.IsInteractive;
        using ILoggerFactory loggers = Logging.Create(debug ? LogLevel.Debug : LogLevel.None);
        LocalnetSummary summary;
        await using (ILocalnetDisplay display = live ? new LiveLocalnetDisplay(Terminal.Console) : new PlainLocalnetDisplay(json ? Console.Error : Console.Out))
        await using (var run = new LocalnetRun(options, display, loggers))
            summary = await run.RunAsync(cancellationToken);

        string path = Path.Combine(options.Output.FullName, "summary.json");
        await File.WriteAllTextAsync($"{path}.part", summary.ToJson(), CancellationToken.None);
        File.Move($"{path}.part", path, overwrite: true);
        if (json)
            Console.WriteLine(summary.ToJson());
        else
            Report(summary, options);
        return cancellationToken.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Success;
    }

    private static void Report(LocalnetSummary summary, LocalnetOptions options)
    {
        Console.WriteLine();
        Console.WriteLine($"{summary.Rounds} rounds, {summary.Audio.Count} clips, block {summary.Block}, seed {summary.Seed}");
        Terminal.Console.Write(LeaderboardTable.Create(summary.Miners, Terminal.Console.Profile.Width));
        foreach (var best in summary.Audio.GroupBy(clip => clip.Service, StringComparer.Ordinal).Select(group => group.MaxBy(clip => clip.Score)!))
            Console.WriteLine($"best {best.Service}: {Path.Combine(options.Output.ToString(), best.Path)}");
        Console.WriteLine($"all audio: {Path.Combine(options.Output.ToString(), "validator", "audio")}");
        Console.WriteLine($"summary:   {Path.Combine(options.Output.ToString(), "summary.json")}");
    }
}
