using System.CommandLine;
using AudioSubnet.Cli.CommandLine;
using AudioSubnet.Engines;
using AudioSubnet.Engines.Music;
using AudioSubnet.Engines.Music.Composing;

namespace AudioSubnet.Cli.Commands;

/// <summary><c>audiosubnet compose "prompt" --seconds 15 -o c.wav</c></summary>
internal static class ComposeCommand
{
    public static Command Create()
    {
        var prompt = new Argument<string>("prompt") { Description = "The music in words: genre, mood, instruments, tempo, key." };
        var seconds = new Option<double>("--seconds", "-s") { Description = "Length in seconds.", DefaultValueFactory = _ => 15 };
        var model = new Option<string>("--model", "--music.model", "--music_model", "-m")
        {
            Description = "Music engine; 'audiosubnet engines' lists them.",
            DefaultValueFactory = _ => EngineNames.Music,
        };
        Option<int?> seed = CommonOptions.Seed();
        var explain = new Option<bool>("--explain") { Description = "Say what was read out of the prompt and what was composed." };
        Option<FileInfo> output = CommonOptions.Output("music.wav");
        var command = new Command("compose", "Compose music from a description into an audio file.") { prompt, seconds, model, seed, explain, output };
        var engines = new EngineFlags();
        engines.AddTo(command, EngineKind.Music);
        command.SetAction(async (result, cancellationToken) =>
        {
            FileInfo file = result.GetRequiredValue(output);
            AudioOutput.Check(file);
            IMusicGenerator engine = engines.Catalog(result).CreateMusicGenerator(engines.NameOf(result, EngineKind.Music, model));
            using var owned = engine as IDisposable; // an engine with a model frees it
            if (result.GetValue(explain) && engine is not FluidSynthComposer)
                throw new UserException($"{engine.Name} cannot explain its music; {EngineNames.Music} can.");
            string description = await TextArgument.ReadAsync(result.GetRequiredValue(prompt), cancellationToken);
            var request = new MusicRequest(description, result.GetValue(seconds)) { Seed = result.GetValue(seed) ?? Random.Shared.Next() };
            await AudioOutput.WriteAsync(engine.Name, file, () => ComposeProgress.ComposeAsync(engine, request, cancellationToken), cancellationToken);
            if (result.GetValue(explain))
                Explain(request);
            return ExitCode.Success;
        });
        return command;
    }

    private static void Explain(MusicRequest request)
    {
        Composition composition = FluidSynthComposer.Explain(request.Prompt, request.Seconds, request.Seed!.Value);
        foreach (PromptFinding finding in composition.Brief.Findings)
            Console.WriteLine($"  “{finding.Words}” → {finding.Aspect}: {finding.Meaning}");
        Console.WriteLine($"  composed: {composition} (seed {request.Seed})");
    }
}
