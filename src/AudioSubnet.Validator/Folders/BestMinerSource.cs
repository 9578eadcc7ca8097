using AudioSubnet.Protocol;
using AudioSubnet.Scoring;
using AudioSubnet.Validator.Network;
using AudioSubnet.Validator.Scores;
using Bittensor.Chain;

namespace AudioSubnet.Validator.Folders;

/// <summary>Asks the miners that stand best in the service, and keeps the best of their answers. Scores of the network are not
/// touched.</summary>
internal sealed class BestMinerSource(
    ValidatorOptions options, IMinerClient client, IAudioScorer scorer, Func<CancellationToken, Task<IReadOnlyList<NeuronInfo>>> miners, Func<ScoreBoard> scores)
    : IAudioSource
{
    public async Task<BestAnswer> AskAsync(AudioQuestion question, CancellationToken cancellationToken)
    {
        ScoreBoard board = scores();
        NeuronInfo[] best =
        [
            .. (await miners(cancellationToken))
                .OrderByDescending(miner => board.Miners.TryGetValue(miner.Uid, out MinerScore? known) && known.Hotkey == miner.Hotkey ? known[question.Service].Value : 0)
                .ThenBy(miner => miner.Uid)
                .Take(options.FolderMiners),
        ];
        if (best.Length == 0)
            throw new NobodyAnswersException($"No miner serves on subnet {options.Netuid} now.");

        MinerAnswer[] answers = await Task.WhenAll(
            best.Select(miner => client.AskAsync(miner.Axon, question, options.Timeout(question.Service), cancellationToken)));
        BestAnswer? winner = null;
        for (int i = 0; i < best.Length; i++)
        {
            if (answers[i].Audio is not { } audio)
                continue;
            Score score = question.Service switch
            {
                AudioService.TextToSpeech => await scorer.ScoreSpeechAsync(audio, question.Prompt, cancellationToken),
                AudioService.VoiceClone => await scorer.ScoreCloneAsync(audio, question.Reference!, question.Prompt, cancellationToken),
                _ => await scorer.ScoreMusicAsync(audio, question.Prompt, Math.Max(1, Math.Floor(MusicDuration.SecondsOf(question.MusicTokens))), cancellationToken),
            };
            if (winner is null || score.Value > winner.Score)
                winner = new BestAnswer(audio, best[i].Uid, score.Value);
        }

        if (winner is not null)
            return winner;
        string said = string.Join("; ", best.Zip(answers, (miner, answer) => $"uid {miner.Uid}: {answer.StatusCode} {answer.Message}"));

        // Answers that never came say nothing of the question; only a miner that read it and failed does.
        if (answers.All(answer => answer.StatusCode is 403 or 408 or 429 or 503 or 504))
            throw new NobodyAnswersException($"No miner can answer now ({said}).");
        throw new QuestionFailedException($"No miner gave usable audio ({said}).");
    }
}
