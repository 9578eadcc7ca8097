using System.Text;
using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Files;
using AudioSubnet.Protocol;
using AudioSubnet.Validator.Events;
using AudioSubnet.Validator.Network;
using AudioSubnet.Validator.Prompts;
using Microsoft.Extensions.Logging;

namespace AudioSubnet.Validator.Folders;

/// <summary><c>vc_source/audio01.wav</c> with <c>audio01.txt</c> → <c>vc_target/audio01.wav</c>; then both sources move to
/// <c>vc_processed</c>.</summary>
internal sealed class CloneFolderService(
    string root, ValidatorOptions options, IAudioSource source, ValidatorEvents events, TimeProvider clock, ILogger logger)
    : FolderService(AudioService.VoiceClone, root, options, source, events, clock, logger)
{
    private const string VoiceRole = "voice", TextRole = "text";
    private const int MaxTextBytes = 64 << 10;

    private static readonly string[] AudioExtensions = [".wav", ".flac", ".ogg", ".mp3"];

    private readonly SettledFiles _settled = new(clock);

    public override async Task ScanAsync(CancellationToken cancellationToken)
    {
        var byName = _settled.Choose(Folders.SourceFiles()).GroupBy(path => Path.GetFileNameWithoutExtension(path), StringComparer.Ordinal);
        foreach (IGrouping<string, string> files in byName.ToArray())
        {
            string? text = files.FirstOrDefault(path => HasExtension(path, [".txt"]));
            string? voice = files.FirstOrDefault(path => HasExtension(path, AudioExtensions));
            if (text is not null && voice is not null)
                await ProcessAsync(files.Key, voice, text, cancellationToken);
            else if (voice is not null)
                await OrphanAsync(files.Key, voice, VoiceRole, $"Its text is missing: put the sentence to speak into {files.Key}.txt beside it.", cancellationToken);
            else if (text is not null)
                await OrphanAsync(files.Key, text, TextRole, $"Its recording is missing: put the voice into {files.Key}.wav beside it.", cancellationToken);
            foreach (string other in files.Where(path => path != text && path != voice))
                await SetAsideAsync(other, $"Only one recording ({string.Join(", ", AudioExtensions)}) and one .txt of the same name belong together.", cancellationToken);
        }
    }

    private async Task ProcessAsync(string name, string voice, string text, CancellationToken cancellationToken)
    {
        AudioBuffer reference;
        string prompt;
        try
        {
            reference = (await AudioFile.ReadAsync(voice, cancellationToken: cancellationToken)).ToMono();
            if (AudioChecks.Check(reference, ProtocolLimits.MaxReferenceSeconds) is { } unfit)
                throw new AudioFileException(Path.GetFileName(voice), unfit);
            if (reference.Seconds < ProtocolLimits.MinReferenceSeconds)
                throw new AudioFileException(
                    Path.GetFileName(voice), $"lasts {reference.Seconds:0.00} s; at least {ProtocolLimits.MinReferenceSeconds} s are needed.");
        }
        catch (AudioFileException fault)
        {
            await SetBothAsideAsync(voice, text, $"The recording cannot be used: {fault.Message}", cancellationToken);
            return;
        }

        if (!TryReadText(text, out prompt, out string reason))
        {
            await SetBothAsideAsync(text, voice, $"The text cannot be used: {reason}", cancellationToken);
            return;
        }

        var hashes = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [VoiceRole] = await ResultFile.HashAsync(voice, cancellationToken),
            [TextRole] = await ResultFile.HashAsync(text, cancellationToken),
        };
        DateTime written = Later(File.GetLastWriteTimeUtc(voice), File.GetLastWriteTimeUtc(text));
        ResultFile place = ResultFile.Find(Folders.Target, name, hashes, written);
        try
        {
            var question = new AudioQuestion(AudioService.VoiceClone, prompt) { Reference = reference };
            await AnswerAsync(Path.GetFileName(voice), question, place, hashes, cancellationToken);
        }
        catch (QuestionFailedException fault)
        {
            await SetBothAsideAsync(voice, text, fault.Message, cancellationToken);
            return;
        }

        SafeFiles.Move(voice, Folders.Processed);
        SafeFiles.Move(text, Folders.Processed);
    }

    /// <summary>One of two files is there. After a crash between two moves its work is done, and it follows its companion; else the
    /// companion gets some time to appear.</summary>
    private async Task OrphanAsync(string name, string path, string role, string reason, CancellationToken cancellationToken)
    {
        DateTime written = File.GetLastWriteTimeUtc(path);
        var hash = new Dictionary<string, string>(StringComparer.Ordinal) { [role] = await ResultFile.HashAsync(path, cancellationToken) };
        if (ResultFile.Find(Folders.Target, name, hash, written).IsDone)
            SafeFiles.Move(path, Folders.Processed);
        else if (Clock.GetUtcNow().UtcDateTime - written >= Options.FolderGrace)
            await SetAsideAsync(path, reason, cancellationToken);
    }

    private async Task SetBothAsideAsync(string broken, string companion, string reason, CancellationToken cancellationToken)
    {
        await SetAsideAsync(broken, reason, cancellationToken);
        await SetAsideAsync(companion, $"Its companion {Path.GetFileName(broken)} could not be used: {reason}", cancellationToken);
    }

    private static bool TryReadText(string path, out string prompt, out string reason)
    {
        prompt = "";
        try
        {
            if (new FileInfo(path).Length is var length && length > MaxTextBytes)
            {
                reason = $"{length} bytes are more than a sentence.";
                return false;
            }

            var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
            string text = strict.GetString(File.ReadAllBytes(path));
            bool usable = PromptRules.TryPrepare(text.TrimStart('\uFEFF'), out prompt, out string? refusal);
            reason = refusal ?? "";
            return usable;
        }
        catch (DecoderFallbackException)
        {
            reason = "It is not UTF-8 text.";
            return false;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            reason = $"It cannot be read: {fault.Message}";
            return false;
        }
    }

    private static bool HasExtension(string path, string[] extensions) =>
        extensions.Contains(Path.GetExtension(path).ToLowerInvariant(), StringComparer.Ordinal);

    private static DateTime Later(DateTime left, DateTime right) => left > right ? left : right;
}
