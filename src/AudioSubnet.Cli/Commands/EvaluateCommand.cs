using System.CommandLine;
using AudioSubnet.Cli.CommandLine;
using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Files;
using AudioSubnet.Scoring;

namespace AudioSubnet.Cli.Commands;

/// <summary><c>audiosubnet evaluate tts|vc|ttm file …</c>: an explained score for one file.</summary>
internal static class EvaluateCommand
{
    public static Command Create() => new("evaluate", "Score an audio file and explain the score.") { CreateSpeech(), CreateClone(), CreateMusic() };

    private static Command CreateSpeech()
    {
        Argument<FileInfo> file = AudioArgument();
        Option<string> text = TextOption();
        var judges = new JudgeOptions();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("tts", "Score speech against the text that was to be spoken.") { file, text, json };
        judges.AddTo(command);
        command.SetAction((result, cancellationToken) => EvaluateAsync(
            result.GetRequiredValue(file),
            judges.Get(result),
            result.GetValue(json),
            (scorer, audio) => scorer.ScoreSpeechAsync(audio, result.GetRequiredValue(text), cancellationToken),
            cancellationToken));
        return command;
    }

    private static Command CreateClone()
    {
        Argument<FileInfo> file = AudioArgument();
        var reference = new Option<FileInfo>("--reference", "-r") { Description = "Recording of the voice that was to be cloned.", Required = true };
        Option<string> text = TextOption();
        var judges = new JudgeOptions();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("vc", "Score a cloned voice against its reference and the text.") { file, reference, text, json };
        judges.AddTo(command);
        command.SetAction((result, cancellationToken) => EvaluateAsync(
            result.GetRequiredValue(file),
            judges.Get(result),
            result.GetValue(json),
            async (scorer, audio) =>
            {
                AudioBuffer voice = await AudioFile.ReadAsync(result.GetRequiredValue(reference).FullName, cancellationToken: cancellationToken);
                return await scorer.ScoreCloneAsync(audio, voice, result.GetRequiredValue(text), cancellationToken);
            },
            cancellationToken));
        return command;
    }

    private static Command CreateMusic()
    {
        Argument<FileInfo> file = AudioArgument();
        var prompt = new Option<string>("--prompt", "-p") { Description = "The description that the music was made from.", Required = true };
        var seconds = new Option<double>("--seconds", "-s") { Description = "Length that was asked for, in seconds.", DefaultValueFactory = _ => 15 };
        var judges = new JudgeOptions();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("ttm", "Score music against its description.") { file, prompt, seconds, json };
        judges.AddTo(command);
        command.SetAction((result, cancellationToken) => EvaluateAsync(
            result.GetRequiredValue(file),
            judges.Get(result),
            result.GetValue(json),
            (scorer, audio) => scorer.ScoreMusicAsync(audio, result.GetRequiredValue(prompt), result.GetValue(seconds), cancellationToken),
            cancellationToken));
        return command;
    }

    private static async Task<int> EvaluateAsync(
        FileInfo file,
        ScoringOptions options,
        bool json,
        Func<IAudioScorer, AudioBuffer, Task<Score>> score,
        CancellationToken cancellationToken)
    {
        AudioBuffer audio = await AudioFile.ReadAsync(file.FullName, cancellationToken: cancellationToken);
        using var scorer = ScorerFactory.Create(options);
        ScoreReport.Write(await score(scorer.Scorer, audio), scorer.Judges, json);
        return ExitCode.Success;
    }

    private static Argument<FileInfo> AudioArgument() => new("file") { Description = "The audio file to score (WAV, FLAC, OGG, …)." };

    private static Option<string> TextOption() => new("--text", "-t") { Description = "The text that was to be spoken.", Required = true };
}
