using System.Net;
using AudioSubnet.Cli.CommandLine;
using AudioSubnet.Engines;
using AudioSubnet.Miner;
using AudioSubnet.Miner.Adversaries;
using AudioSubnet.Scoring.Judges;
using AudioSubnet.Validator;
using AudioSubnet.Validator.Events;
using AudioSubnet.Validator.Network;
using AudioSubnet.Validator.State;
using Bittensor.Chain;
using Bittensor.Crypto;
using Bittensor.Wire;
using Microsoft.Extensions.Logging;

namespace AudioSubnet.Cli.Localnet;

/// <summary>A subnet on this machine, from genesis to summary: chain, miners and validator in one process, talking over real HTTP.</summary>
internal sealed class LocalnetRun(LocalnetOptions options, ILocalnetDisplay display, ILoggerFactory loggers) : IAsyncDisposable
{
    private const string StateFolder = "validator";

    private readonly LocalnetRules _rules = options.Fast ? LocalnetRules.Fast : LocalnetRules.Normal;
    private readonly List<LocalnetMiner> _miners = [];
    private readonly List<IDisposable> _owned = [];
    private LocalnetChain? _chain;

    /// <summary>Runs until the rounds or the time are over, or until cancelled; the summary tells what was done until then.</summary>
    public async Task<LocalnetSummary> RunAsync(CancellationToken cancellationToken)
    {
        _chain = await LocalnetChain.StartAsync(_rules, options.Seed, loggers, cancellationToken);
        ISubtensor subtensor = _chain.Connect();
        display.Note($"chain: a block every {_rules.BlockTime.TotalSeconds:0.##} s, an epoch every {_rules.Tempo} blocks; subnet {_chain.Netuid} at {_chain.Endpoint}; seed {options.Seed}");
        var progress = new LocalnetProgress(options, _chain, _chain.Connect(), _miners, display);
        try
        {
            (ushort validatorUid, Keypair validatorHotkey) = await _chain.RegisterAsync("validator", LocalnetRules.ValidatorStake, subtensor, cancellationToken);
            _owned.Add(validatorHotkey);
            progress.ValidatorUid = validatorUid;
            display.Note($"validator: uid {validatorUid}, hotkey {validatorHotkey.Address}, stake {LocalnetRules.ValidatorStake}");
            await StartMinersAsync(cancellationToken);
            await ValidateAsync(validatorHotkey, subtensor, progress, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            display.Note("stopped early; the summary tells what was done until here");
        }

        return await progress.SummarizeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_miners.Select(miner => miner.Service.DisposeAsync().AsTask()));
        foreach (IDisposable owned in _owned)
            owned.Dispose();
        if (_chain is not null)
            await _chain.DisposeAsync();
    }

    private async Task StartMinersAsync(CancellationToken cancellationToken)
    {
        foreach (string engine in options.Engines)
            await StartMinerAsync(engine, MinerBehaviour.Honest, cancellationToken);
        for (int i = 0; i < options.Adversaries.Count; i++)
            await StartMinerAsync(options.Engines[i % options.Engines.Count], options.Adversaries[i], cancellationToken);
    }

    private async Task StartMinerAsync(string engine, MinerBehaviour behaviour, CancellationToken cancellationToken)
    {
        // Each miner has engines of its own, as separate machines would; the music and cloning engines are the same kind for all.
        var engines = new OwnedEngines(new MinerEngines
        {
            Speech = options.Catalog.CreateTextToSpeech(engine),
            Cloning = options.Catalog.CreateVoiceCloner(options.Cloner),
            Music = options.Catalog.CreateMusicGenerator(options.Music),
        });
        _owned.Add(engines);
        await engines.LoadAsync(cancellationToken);
        ISubtensor subtensor = _chain!.Connect();
        (ushort uid, Keypair hotkey) = await _chain.RegisterAsync($"miner-{_miners.Count}", default, subtensor, cancellationToken);
        _owned.Add(hotkey);
        var service = new MinerService(
            hotkey,
            subtensor,
            Misbehaviour.Apply(engines.Engines, behaviour),
            new MinerOptions
            {
                Netuid = _chain.Netuid,
                Axon = new MinerOptions().Axon with { Address = IPAddress.Loopback, Port = 0, StopTimeout = TimeSpan.FromSeconds(1) },
                Seed = unchecked(options.Seed + uid),
                MetagraphInterval = _rules.BlockTime * _rules.Tempo,
            },
            loggers: loggers);
        _miners.Add(new LocalnetMiner(uid, hotkey, engine, behaviour, service));
        await service.StartAsync(cancellationToken);
        display.Note($"miner: uid {uid}, {engine}{(behaviour == MinerBehaviour.Honest ? "" : $", {BehaviourNames.Of(behaviour)}")}, http://127.0.0.1:{service.Port}");
    }

    private async Task ValidateAsync(Keypair hotkey, ISubtensor subtensor, LocalnetProgress progress, CancellationToken cancellationToken)
    {
        await AllServingAsync(subtensor, cancellationToken);
        var validatorOptions = new ValidatorOptions
        {
            Netuid = _chain!.Netuid,
            StateDirectory = Path.Combine(options.Output.FullName, StateFolder),
            MinersPerRound = Math.Max(1, _miners.Count),
            MaxRounds = options.Rounds,
            Seed = options.Seed,
            TextToSpeechTimeout = _rules.SpeechTimeout * options.Patience,
            MusicTimeout = _rules.MusicTimeout * options.Patience,
            VoiceCloneTimeout = _rules.CloneTimeout * options.Patience,
            RoundPause = _rules.RoundPause,
            WeightsPoll = _rules.BlockTime,
        };
        using var dendrite = new Dendrite(hotkey, loggers: loggers);
        using ScorerFactory scorer = ScorerFactory.Create(options.Scoring, parallelism: 2);
        foreach (JudgeInfo judge in scorer.Judges.Where(judge => judge.Absence is null))
            display.Note($"judge of {ScorerFactory.Describe(judge)}");
        using ValidatorStore store = ValidatorStore.Open(validatorOptions.StateDirectory, TimeProvider.System, loggers.CreateLogger("AudioSubnet.Validator"));
        var observer = new ChannelObserver();
        using var validator = new ValidatorService(validatorOptions, new ValidatorParts
        {
            Hotkey = hotkey,
            Chain = subtensor,
            Miners = new DendriteMinerClient(dendrite, TimeProvider.System),
            Scorer = scorer.Scorer,
            Store = store,
            Observers = [observer],
            Loggers = loggers,
        });

        using var ended = new CancellationTokenSource();
        Task following = Task.WhenAll(progress.FollowAsync(observer.Reader), progress.FollowBlocksAsync(ended.Token));
        using var timeUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (options.Duration is { } duration)
            timeUp.CancelAfter(duration);
        try
        {
            await validator.RunAsync(timeUp.Token);
            await FinalWeightsAsync(validator, subtensor, progress, cancellationToken);
        }
        catch (OperationCanceledException) when (timeUp.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            display.Note("the time is up");
            await FinalWeightsAsync(validator, subtensor, progress, cancellationToken);
        }
        finally
        {
            observer.Complete();
            await ended.CancelAsync();
            await following;
        }
    }

    /// <summary>Waits until every miner's endpoint is on the chain.</summary>
    private async Task AllServingAsync(ISubtensor subtensor, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter((_rules.BlockTime * 10) + TimeSpan.FromSeconds(30));
        try
        {
            await foreach (ulong _ in subtensor.SubscribeBlocksAsync(limit.Token))
            {
                Metagraph metagraph = await subtensor.GetMetagraphAsync(_chain!.Netuid, limit.Token);
                if (_miners.All(miner => metagraph.Neurons[miner.Uid].Axon.IsServing))
                    return;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UserException("Not all miners announced themselves to the chain in time; run again with --logging.debug to see why.");
        }
    }

    /// <summary>Sets the weights of the last round and waits for the epoch that pays them, so that the leaderboard shows both.</summary>
    private async Task FinalWeightsAsync(ValidatorService validator, ISubtensor subtensor, LocalnetProgress progress, CancellationToken cancellationToken)
    {
        if (validator.Scores.Miners.Values.All(miner => miner.Total == 0))
            return;
        display.Note("setting the weights of the last round, and waiting for the epoch that pays them");
        ulong from = await subtensor.GetBlockNumberAsync(cancellationToken);
        ulong last = from + (ulong)(4 * (_rules.Tempo + 1)); // a rate limit, the weights, and two epochs fit in
        await foreach (ulong block in subtensor.SubscribeBlocksAsync(cancellationToken))
        {
            if (await validator.SetWeightsIfDueAsync(cancellationToken) is { } record)
            {
                await progress.EpochAfterAsync(record.Block, cancellationToken);
                return;
            }

            if (block > last)
            {
                display.Note("the chain took no weights for the last round");
                return;
            }
        }
    }
}
