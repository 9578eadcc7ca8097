using System.CommandLine;
using AudioSubnet.Cli.CommandLine;
using AudioSubnet.Engines;

namespace AudioSubnet.Cli.Commands;

/// <summary><c>audiosubnet speak "text" --model flite/slt -o a.wav</c></summary>
internal static class SpeakCommand
{
    public static Command Create()
    {
        var text = new Argument<string>("text") { Description = "What to say; - reads it from standard input." };
        var model = new Option<string>("--model", "-m")
        {
            Description = "Speech engine; 'audiosubnet engines' lists them.",
            DefaultValueFactory = _ => EngineNames.Speech,
        };
        var rate = new Option<double>("--rate") { Description = "Speaking rate, 1 = the voice's own.", DefaultValueFactory = _ => 1 };
        Option<int?> seed = CommonOptions.Seed();
        Option<FileInfo> output = CommonOptions.Output("speech.wav");
        var command = new Command("speak", "Speak a text into an audio file.") { text, model, rate, seed, output };
        command.SetAction(async (result, cancellationToken) =>
        {
            FileInfo file = result.GetRequiredValue(output);
            AudioOutput.Check(file);
            ITextToSpeech engine = new EngineCatalog().CreateTextToSpeech(result.GetRequiredValue(model));
            using var processes = engine as IDisposable; // an engine that keeps a child process ends it
            var request = new SpeechRequest(await TextArgument.ReadAsync(result.GetRequiredValue(text), cancellationToken))
            {
                SpeakingRate = result.GetValue(rate),
                Seed = result.GetValue(seed),
            };
            await AudioOutput.WriteAsync(engine.Name, file, () => engine.SpeakAsync(request, cancellationToken), cancellationToken);
            return ExitCode.Success;
        });
        return command;
    }
}
