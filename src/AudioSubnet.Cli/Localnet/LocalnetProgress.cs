using System.Globalization;
using System.Threading.Channels;
using AudioSubnet.Scoring;
using AudioSubnet.Validator;
using AudioSubnet.Validator.Events;
using AudioSubnet.Validator.Rounds;
using AudioSubnet.Validator.Scores;
using Bittensor.Chain;
using Bittensor.LocalNet;

namespace AudioSubnet.Cli.Localnet;

/// <summary>Follows a run: tells what happens in lines, keeps the live picture, and makes the summary at the end.</summary>
internal sealed class LocalnetProgress(
    LocalnetOptions options, LocalnetChain chain, ISubtensor subtensor, IReadOnlyList<LocalnetMiner> miners, ILocalnetDisplay display)
{
    private static readonly TimeSpan SummaryLimit = TimeSpan.FromSeconds(30);

    private readonly List<AudioSummary> _audio = [];
    private ScoreBoard _scores = ScoreBoard.Empty;
    private int _round;
    private int _finishedRounds;
    private int _answered;
    private string _activity = "";

    /// <summary>The validator's uid, whose weights are read back from the chain.</summary>
    public ushort ValidatorUid { get; set; }

    /// <summary>Shows the validator's events until there are no more.</summary>
    public async Task FollowAsync(ChannelReader<ValidatorEvent> events)
    {
        await foreach (ValidatorEvent happened in events.ReadAllAsync())
        {
            Tell(happened);
            display.Update(await PictureAsync());
        }
    }

    /// <summary>Renews the picture with every block until cancelled.</summary>
    public async Task FollowBlocksAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (ulong _ in subtensor.SubscribeBlocksAsync(cancellationToken))
                display.Update(await PictureAsync());
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // This is how the following ends.
        }
    }

    /// <summary>Waits for the first epoch after a block.</summary>
    public async Task EpochAfterAsync(ulong block, CancellationToken cancellationToken)
    {
        await foreach (Block produced in chain.ReadBlocksAsync(block + 1, cancellationToken))
            if (produced.Events.OfType<ChainEvent.EpochRan>().FirstOrDefault(ran => ran.Netuid == chain.Netuid) is { } epoch)
            {
                display.Note($"epoch at block {produced.Number}: {epoch.ToMiners} to miners, {epoch.ToValidators} to validators");
                return;
            }
    }

    /// <summary>What the run came to, read back from the chain.</summary>
    public async Task<LocalnetSummary> SummarizeAsync()
    {
        LocalnetState picture = await PictureAsync();
        return new LocalnetSummary
        {
            Rounds = _finishedRounds,
            Block = picture.Block,
            Netuid = chain.Netuid,
            Seed = options.Seed,
            Miners = [.. picture.Miners.OrderByDescending(miner => miner.Total).ThenBy(miner => miner.Uid)],
            Audio = _audio,
        };
    }

    private void Tell(ValidatorEvent happened)
    {
        switch (happened)
        {
            case RoundStarted started:
                (_round, _answered) = (started.Round, 0);
                _activity = $"round {started.Round}: {Name(started.Service)}, {started.Uids.Count} miners asked";
                display.Note(_activity);
                break;
            case ResponseReceived received:
                _answered++;
                _activity = $"round {_round}: {Name(received.Service)}, {_answered} answers in, scoring";
                break;
            case ResponseScored scored:
                TellScore(scored.Response);
                break;
            case RoundFinished finished:
                _scores = finished.Scores;
                _finishedRounds++;
                _activity = $"round {finished.Result.Number} finished";
                break;
            case WeightsSet set:
                double sum = set.Record.Weights.Sum(weight => (double)weight.Weight);
                IEnumerable<string> shares = set.Record.Weights.Select(weight => Invariant($"{weight.Uid}: {weight.Weight / sum:0.000}"));
                display.Note($"weights set at block {set.Record.Block}{(set.Record.Verified ? " and read back" : ", NOT confirmed by the chain")}: {string.Join("  ", shares)}");
                break;
            case Problem problem:
                display.Note($"problem ({problem.Area}): {problem.Message}");
                break;
        }
    }

    private void TellScore(MinerResponse response)
    {
        string engine = miners.FirstOrDefault(miner => miner.Uid == response.Uid)?.Engine ?? response.ModelName ?? "";
        string value = response.Score is { } score ? Invariant($"{score.Value:0.000}") : response.StatusCode.ToString(CultureInfo.InvariantCulture);
        display.Note($"  {value,6}  uid {response.Uid} {engine}: {response.Reason}");
        if (response is { AudioPath: { } path, Score: { } measured })
            _audio.Add(new AudioSummary(
                response.Round,
                response.Service.ShortName(),
                response.Uid,
                response.Prompt,
                Path.Combine("validator", path),
                measured.Value,
                measured.Metrics.DistinctBy(metric => metric.Name, StringComparer.Ordinal).ToDictionary(metric => metric.Name, metric => metric.Value, StringComparer.Ordinal),
                response.Reason));
    }

    private async Task<LocalnetState> PictureAsync()
    {
        using var limit = new CancellationTokenSource(SummaryLimit);
        Metagraph metagraph = await subtensor.GetMetagraphAsync(chain.Netuid, limit.Token);
        IReadOnlyList<UidWeight> weights = await subtensor.GetWeightsAsync(chain.Netuid, ValidatorUid, limit.Token);
        double sum = Math.Max(1, weights.Sum(weight => (double)weight.Weight));
        var rows = miners.Select(miner =>
        {
            MinerScore score = _scores.Miners.GetValueOrDefault(miner.Uid) ?? new MinerScore(miner.Uid, miner.Hotkey.AccountId);
            NeuronInfo neuron = metagraph.Neurons[miner.Uid];
            return new MinerSummary(
                miner.Uid,
                miner.Hotkey.Address,
                miner.Engine,
                BehaviourNames.Of(miner.Behaviour),
                new ServiceScores(score.TextToSpeech.Value, score.VoiceClone.Value, score.Music.Value),
                score.Total,
                weights.Where(weight => weight.Uid == miner.Uid).Sum(weight => weight.Weight / sum),
                neuron.Incentive,
                neuron.Stake.Tao, // miners begin without stake and nobody else stakes on them: all of it was earned
                AudioServices.Rotation.Sum(service => score[service].Responses),
                AudioServices.Rotation.Sum(service => score[service].Failures));
        });
        return new LocalnetState(_round, options.Rounds ?? 0, metagraph.Block, _activity, [.. rows]);
    }

    private static string Name(AudioService service) => service switch
    {
        AudioService.TextToSpeech => "text-to-speech",
        AudioService.MusicGeneration => "music",
        _ => "voice cloning",
    };

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
