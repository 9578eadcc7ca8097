using System.Globalization;
using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Files;
using AudioSubnet.Protocol;
using AudioSubnet.Scoring;
using AudioSubnet.Validator.Events;
using AudioSubnet.Validator.Network;
using AudioSubnet.Validator.Scores;
using AudioSubnet.Validator.State;
using Bittensor.Chain;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace AudioSubnet.Validator.Rounds;

/// <summary>One round: ask in parallel, save, score, find copies, fold into the board, commit.</summary>
internal sealed class RoundRunner(
    ValidatorOptions options, IMinerClient miners, IAudioScorer scorer, ValidatorStore store, ValidatorEvents events, TimeProvider clock, ILogger logger)
{
    /// <summary>Earlier answers that a new one is compared with: some 30 rounds, 300 kB.</summary>
    private const int RememberedAnswers = 300;

    private const int Forbidden = 403, Unavailable = 503;

    /// <summary>Runs a round and saves it; nothing counts until the last step.</summary>
    public async Task<(RoundResult Result, RoundState After)> RunAsync(
        Metagraph metagraph, RoundState before, RoundState chosen, IReadOnlyList<MinerQuestion> questions, CancellationToken cancellationToken)
    {
        int round = before.NextRound;
        AudioService service = before.NextService;
        DateTimeOffset startedAt = clock.GetUtcNow();
        TidyUp(round);
        RoundFolder folder = RoundFolder.Begin(options.StateDirectory, round, clock);
        ushort[] uids = [.. questions.Select(question => question.Miner.Uid)];
        Log.RoundStarted(logger, round, service.ShortName(), uids.Length, string.Join(", ", uids));
        events.Publish(new RoundStarted(startedAt, round, service, uids));

        using var scoring = new SemaphoreSlim(options.ScoringParallelism);
        MinerResponse[] responses = await Task.WhenAll(
            questions.Select(question => AskAndScoreAsync(round, service, question, folder, scoring, cancellationToken)));
        RefuseIfNothingCouldBeScored(responses);
        responses = MarkCopies(responses, service, questions);

        ScoreBoard board = before.Scores.Follow(metagraph);
        for (int i = 0; i < responses.Length; i++)
        {
            MinerResponse response = responses[i];
            board = Fold(board, response);
            MinerScore? miner = board.Miners.GetValueOrDefault(response.Uid);
            responses[i] = response with { Average = miner?[service].Value ?? 0, Total = miner?.Total ?? 0 };
        }

        var result = new RoundResult(round, service, metagraph.Block, startedAt, clock.GetUtcNow(), responses);
        RoundState after = chosen with { NextRound = round + 1, NextService = service.Next(), Scores = board };
        await folder.WriteEvidenceAsync(result, cancellationToken);
        store.SaveRound(result, after);
        Announce(result, after);
        return (result, after);
    }

    private async Task<MinerResponse> AskAndScoreAsync(
        int round, AudioService service, MinerQuestion question, RoundFolder folder, SemaphoreSlim scoring, CancellationToken cancellationToken)
    {
        MinerAnswer answer = question.Miner.Axon.IsServing
            ? await miners.AskAsync(question.Miner.Axon, Question(service, question), options.Timeout(service), cancellationToken)
            : new MinerAnswer(Unavailable, "The miner has a score but serves no axon any more.");
        events.Publish(new ResponseReceived(clock.GetUtcNow(), round, service, question.Miner.Uid, answer.StatusCode, answer.Elapsed));

        var response = new MinerResponse
        {
            Round = round,
            Service = service,
            Uid = question.Miner.Uid,
            Hotkey = question.Miner.Hotkey,
            Prompt = question.Prompt,
            Voice = question.Voice?.Name,
            Verdict = answer.StatusCode == Forbidden ? ResponseVerdict.Refused : ResponseVerdict.Failed,
            Reason = answer.Message,
            StatusCode = answer.StatusCode,
            ModelName = answer.ModelName,
            ProcessSeconds = answer.Elapsed.TotalSeconds,
        };
        if (answer.Audio is not { } audio)
            return response;

        response = response with
        {
            AudioPath = await SaveAsync(folder, response, audio, cancellationToken),
            AudioSeconds = audio.Seconds,
            Fingerprint = AudioContour.Of(audio),
        };
        await scoring.WaitAsync(cancellationToken);
        try
        {
            Score score = await ScoreTwiceAsync(service, question, audio, cancellationToken);
            return response with { Verdict = ResponseVerdict.Scored, Reason = score.Explanation, Score = score };
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested && fault is not OutOfMemoryException)
        {
            // One answer that breaks the scorer must not cost all others their round.
            events.Problem("round", $"The answer of uid {response.Uid} cannot be scored ({fault.GetType().Name}: {fault.Message}); the audio lies at {response.AudioPath}.");
            return response with { Reason = $"The audio cannot be scored: {fault.Message}", Fingerprint = null };
        }
        finally
        {
            scoring.Release();
        }
    }

    /// <summary>A scorer that fails on every answer is our own fault, for which no miner is punished.</summary>
    private static void RefuseIfNothingCouldBeScored(MinerResponse[] responses)
    {
        // Audio that came in a readable form and failed all the same is what the scorer broke at.
        MinerResponse? broken = responses.FirstOrDefault(response => response is { Verdict: ResponseVerdict.Failed, AudioSeconds: not null });
        if (broken is not null && responses.All(response => response.Verdict != ResponseVerdict.Scored))
            throw new InvalidOperationException($"no answer could be scored. {broken.Reason}");
    }

    private AudioQuestion Question(AudioService service, MinerQuestion question) =>
        new(service, question.Prompt) { Reference = question.Voice?.Audio, MusicTokens = options.MusicTokens };

    /// <summary>A fault that passes (a full disk, a lack of memory) is not the miner's; audio that breaks the scorer does so twice.</summary>
    private async Task<Score> ScoreTwiceAsync(AudioService service, MinerQuestion question, AudioBuffer audio, CancellationToken cancellationToken)
    {
        try
        {
            return await ScoreAsync(service, question, audio, cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested && fault is not OutOfMemoryException)
        {
            return await ScoreAsync(service, question, audio, cancellationToken);
        }
    }

    private Task<Score> ScoreAsync(AudioService service, MinerQuestion question, AudioBuffer audio, CancellationToken cancellationToken) => service switch
    {
        AudioService.TextToSpeech => scorer.ScoreSpeechAsync(audio, question.Prompt, cancellationToken),
        AudioService.VoiceClone => scorer.ScoreCloneAsync(audio, question.Voice!.Audio, question.Prompt, cancellationToken),

        // 755 tokens are 15.04 s, and the network takes 15 s as complete: whole seconds are what is owed.
        _ => scorer.ScoreMusicAsync(audio, question.Prompt, Math.Max(1, Math.Floor(MusicDuration.SecondsOf(options.MusicTokens))), cancellationToken),
    };

    private async Task<string?> SaveAsync(
        RoundFolder folder, MinerResponse response, AudioBuffer audio, CancellationToken cancellationToken)
    {
        try
        {
            return await folder.SaveAsync(response.Service, response.Uid, response.Hotkey.ToString(), audio, cancellationToken);
        }
        catch (AudioFileException fault)
        {
            events.Problem("round", $"The answer of uid {response.Uid} is scored but not kept: {fault.Message}");
            return null;
        }
    }

    private MinerResponse[] MarkCopies(MinerResponse[] responses, AudioService service, IReadOnlyList<MinerQuestion> questions)
    {
        var references = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (MinerQuestion question in questions)
            if (question.Voice is { } voice && AudioContour.Of(voice.Audio) is { } contour)
                references[voice.Name] = contour;
        foreach (var (index, reason) in CopyDetector.Find(responses, references, store.ReadFingerprints(service, RememberedAnswers)))
            responses[index] = responses[index] with { Verdict = ResponseVerdict.Copied, Reason = reason };

        // Only answers that earned something are remembered: else a miner could hand in other people's sentences and make them look like
        // replays later.
        for (int i = 0; i < responses.Length; i++)
            if (responses[i] is not { Verdict: ResponseVerdict.Scored, Score.Value: > 0 })
                responses[i] = responses[i] with { Fingerprint = null };
        return responses;
    }

    private ScoreBoard Fold(ScoreBoard board, MinerResponse response) => response.Verdict switch
    {
        ResponseVerdict.Scored => board.Fold(response.Uid, response.Hotkey, response.Service, response.Score!.Value, options.Alpha),
        ResponseVerdict.Refused => board,
        _ => board.Punish(response.Uid, response.Hotkey, response.Service, options.Punishment, options.Alpha),
    };

    /// <summary>Old audio and metrics go, before anything new is written: a lower limit helps a disk that is full. The round goes on
    /// whether or not that works, and the next one tries again.</summary>
    private void TidyUp(int round)
    {
        try
        {
            if (options.KeepAudioRounds > 0)
                RoundFolder.Prune(options.StateDirectory, round - options.KeepAudioRounds + 1);
            if (options.KeepMetricsRounds > 0)
                store.DropMetrics(round - options.KeepMetricsRounds + 1);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SqliteException)
        {
            events.Problem("state", $"What is older than the newest {options.KeepAudioRounds} rounds cannot be deleted: {fault.Message}");
        }
    }

    private void Announce(RoundResult result, RoundState after)
    {
        foreach (MinerResponse response in result.Responses)
        {
            string score = response.Score?.Value.ToString("0.000", CultureInfo.InvariantCulture) ?? "without audio";
            Log.ResponseScored(
                logger, result.Number, result.Service.ShortName(), response.Uid, response.Verdict, score, response.ProcessSeconds, response.Average, response.Total, response.Reason);
            events.Publish(new ResponseScored(result.FinishedAt, response));
        }

        events.Publish(new RoundFinished(result.FinishedAt, result, after.Scores));
    }
}
