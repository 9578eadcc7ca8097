using System.CommandLine;
using AudioSubnet.Cli.CommandLine;
using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Files;
using AudioSubnet.Engines;

namespace AudioSubnet.Cli.Commands;

/// <summary><c>audiosubnet clone "text" --reference r.wav -o b.wav</c></summary>
internal static class CloneCommand
{
    public static Command Create()
    {
        var text = new Argument<string>("text") { Description = "What to say; - reads it from standard input." };
        var reference = new Option<FileInfo>("--reference", "-r") { Description = "Recording of the voice to speak in.", Required = true };
        var model = new Option<string>("--model", "--clone.model", "--clone_model", "-m")
        {
            Description = "Cloning engine; 'audiosubnet engines' lists them.",
            DefaultValueFactory = _ => EngineNames.Cloner,
        };
        Option<int?> seed = CommonOptions.Seed();
        Option<FileInfo> output = CommonOptions.Output("clone.wav");
        var command = new Command("clone", "Speak a text in the voice of a recording.") { text, reference, model, seed, output };
        var engines = new EngineFlags();
        engines.AddTo(command, EngineKind.VoiceCloning);
        command.SetAction(async (result, cancellationToken) =>
        {
            FileInfo file = result.GetRequiredValue(output);
            AudioOutput.Check(file);
            IVoiceCloner engine = engines.Catalog(result).CreateVoiceCloner(engines.NameOf(result, EngineKind.VoiceCloning, model));
            using var owned = engine as IDisposable; // an engine with a model frees it
            AudioBuffer voice = await AudioFile.ReadAsync(result.GetRequiredValue(reference).FullName, cancellationToken: cancellationToken);
            var request = new CloneRequest(await TextArgument.ReadAsync(result.GetRequiredValue(text), cancellationToken), voice)
            {
                Seed = result.GetValue(seed),
            };
            await AudioOutput.WriteAsync(engine.Name, file, () => engine.CloneAsync(request, cancellationToken), cancellationToken);
            return ExitCode.Success;
        });
        return command;
    }
}
