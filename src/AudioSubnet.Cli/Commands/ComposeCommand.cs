using System.CommandLine;
using AudioSubnet.Cli.CommandLine;
using AudioSubnet.Engines;

namespace AudioSubnet.Cli.Commands;

/// <summary><c>audiosubnet compose "prompt" --seconds 15 -o c.wav</c></summary>
internal static class ComposeCommand
{
    public static Command Create()
    {
        var prompt = new Argument<string>("prompt") { Description = "The music in words: genre, mood, instruments, tempo, key." };
        var seconds = new Option<double>("--seconds", "-s") { Description = "Length in seconds.", DefaultValueFactory = _ => 15 };
        var model = new Option<string>("--model", "--music.model", "-m")
        {
            Description = "Music engine; 'audiosubnet engines' lists them.",
            DefaultValueFactory = _ => EngineNames.Music,
        };
        Option<int?> seed = CommonOptions.Seed();
        Option<FileInfo> output = CommonOptions.Output("music.wav");
        var command = new Command("compose", "Compose music from a description into an audio file.") { prompt, seconds, model, seed, output };
        command.SetAction(async (result, cancellationToken) =>
        {
            FileInfo file = result.GetRequiredValue(output);
            AudioOutput.Check(file);
            IMusicGenerator engine = new EngineCatalog().CreateMusicGenerator(result.GetRequiredValue(model));
            string description = await TextArgument.ReadAsync(result.GetRequiredValue(prompt), cancellationToken);
            var request = new MusicRequest(description, result.GetValue(seconds)) { Seed = result.GetValue(seed) };
            await AudioOutput.WriteAsync(engine.Name, file, () => engine.ComposeAsync(request, cancellationToken), cancellationToken);
            return ExitCode.Success;
        });
        return command;
    }
}
