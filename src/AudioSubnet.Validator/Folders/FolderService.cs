using AudioSubnet.Validator.Events;
using AudioSubnet.Validator.Network;
using Microsoft.Extensions.Logging;

namespace AudioSubnet.Validator.Folders;

/// <summary>What the folder services have in common: ask, save, then move the source; report and set aside what cannot be used.</summary>
internal abstract class FolderService(
    AudioService service, string root, ValidatorOptions options, IAudioSource source, ValidatorEvents events, TimeProvider clock, ILogger logger)
{
    protected ValidatorOptions Options { get; } = options;

    protected TimeProvider Clock { get; } = clock;

    protected FolderLayout Folders { get; } = FolderLayout.Create(root, service);

    protected ValidatorEvents Events { get; } = events;

    /// <summary>Looks into the source folder once and works through what is there.</summary>
    /// <exception cref="NobodyAnswersException">There is no miner to ask now; what is not done stays where it is.</exception>
    public abstract Task ScanAsync(CancellationToken cancellationToken);

    /// <summary>Asks and saves, unless the answer lies there already.</summary>
    /// <param name="label">The source for messages, for example "tts_prompts.csv, line 3".</param>
    /// <param name="question">What to ask.</param>
    /// <param name="place">Where the result goes.</param>
    /// <param name="sourceSha256">Hashes of the source files by role.</param>
    /// <param name="cancellationToken">Gives up.</param>
    protected async Task AnswerAsync(
        string label, AudioQuestion question, ResultFile place, IReadOnlyDictionary<string, string> sourceSha256, CancellationToken cancellationToken)
    {
        if (place.IsDone)
            return;
        BestAnswer answer = await source.AskAsync(question, cancellationToken);
        await place.WriteAsync(
            answer, new FileEvidence(service, question.Prompt, sourceSha256, answer.Uid, answer.Score, Clock.GetUtcNow()), cancellationToken);
        Log.FileAnswered(logger, label, answer.Uid, answer.Score, place.Path);
        Events.Publish(new FileAnswered(Clock.GetUtcNow(), service, label, place.Path, answer.Uid, answer.Score));
    }

    /// <summary>Sets a source file aside and says so.</summary>
    protected async Task SetAsideAsync(string path, string reason, CancellationToken cancellationToken)
    {
        string moved = await SafeFiles.SetAsideAsync(path, Folders.Failed, reason, cancellationToken);
        Events.Problem("folders", $"{Path.GetFileName(path)}: {reason} It now lies at {moved}.");
    }
}
