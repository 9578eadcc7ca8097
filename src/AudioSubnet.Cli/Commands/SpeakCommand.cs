using System.CommandLine;
using AudioSubnet.Cli.CommandLine;
using AudioSubnet.Engines;

namespace AudioSubnet.Cli.Commands;

/// <summary><c>audiosubnet speak "text" --model flite/slt -o a.wav</c>; <c>-o - | aplay</c> and <c>--play</c> are heard while it is spoken.</summary>
internal static class SpeakCommand
{
    public static Command Create()
    {
        var text = new Argument<string>("text") { Description = "What to say; - reads it from standard input." };
        var model = new Option<string>("--model", "-m")
        {
            Description = "Speech engine, or the folder of a model; 'audiosubnet engines' lists them.",
            DefaultValueFactory = _ => EngineNames.Speech,
        };
        var rate = new Option<double>("--rate", "--speaking-rate") { Description = "Speaking rate, 1 = the voice's own.", DefaultValueFactory = _ => 1 };
        Option<int?> seed = CommonOptions.Seed();
        Option<FileInfo> output = CommonOptions.Output("speech.wav");
        output.Description += " '-' writes WAV to standard output as it is spoken.";
        var play = new Option<bool>("--play") { Description = "Play it as it is spoken; writes a file only if one is named." };
        var command = new Command("speak", "Speak a text into an audio file, sentence by sentence.") { text, model, rate, seed, output, play };
        var engines = new EngineFlags();
        engines.AddTo(command, EngineKind.TextToSpeech);
        command.SetAction(async (result, cancellationToken) =>
        {
            bool aloud = result.GetValue(play);
            FileInfo? file = aloud && result.GetResult(output) is not { Implicit: false } ? null : result.GetRequiredValue(output);
            if (file is not null && file.ToString() != SpeechOutput.Pipe)
                AudioOutput.Check(file);
            ITextToSpeech engine = engines.Catalog(result).CreateTextToSpeech(engines.NameOf(result, EngineKind.TextToSpeech, model));
            using var processes = engine as IDisposable; // an engine that keeps a child process ends it
            var request = new SpeechRequest(await TextArgument.ReadAsync(result.GetRequiredValue(text), cancellationToken))
            {
                Speaker = engines.SpeakerOf(result),
                SpeakingRate = result.GetValue(rate),
                Seed = result.GetValue(seed),
            };
            await SpeechOutput.WriteAsync(engine.Name, file, aloud, engine.StreamAsync(request, cancellationToken), cancellationToken);
            return ExitCode.Success;
        });
        return command;
    }
}
