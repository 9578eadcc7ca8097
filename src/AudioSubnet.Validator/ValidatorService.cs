using System.Security.Cryptography;
using AudioSubnet.Scoring;
using AudioSubnet.Validator.Events;
using AudioSubnet.Validator.Folders;
using AudioSubnet.Validator.Network;
using AudioSubnet.Validator.Prompts;
using AudioSubnet.Validator.Rounds;
using AudioSubnet.Validator.Scores;
using AudioSubnet.Validator.State;
using AudioSubnet.Validator.Voices;
using AudioSubnet.Validator.Weights;
using Bittensor.Chain;
using Bittensor.Crypto;
using Microsoft.Extensions.Logging;

namespace AudioSubnet.Validator;

/// <summary>
/// A validator: rounds of text-to-speech, music and voice cloning; scores that outlive the process; weights once a tempo; and the folder
/// services.
/// <see cref="RunAsync"/> does all of it; <see cref="RunRoundAsync"/> and <see cref="SetWeightsIfDueAsync"/> do one step, for tests and
/// tools.
/// </summary>
public sealed class ValidatorService : IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly ValidatorOptions _options;
    private readonly Keypair _hotkey;
    private readonly ISubtensor _chain;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ValidatorEvents _events;
    private readonly RoundQuestions _questions;
    private readonly RoundRunner _runner;
    private readonly WeightSetter _weights;
    private readonly FolderServices? _folders;
    private readonly SemaphoreSlim _round = new(1);
    private readonly int _seed;
    private RoundState _state;
    private int _attempt;
    private Metagraph? _metagraph;

    /// <summary>A validator that goes on where <paramref name="parts"/>' store stands.</summary>
    /// <exception cref="ArgumentException">An option makes no sense; the message says which.</exception>
    public ValidatorService(ValidatorOptions options, ValidatorParts parts)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(parts);
        options.Validate();
        _options = options;
        _hotkey = parts.Hotkey;
        _chain = parts.Chain;
        _clock = parts.Clock;
        _logger = parts.Loggers.CreateLogger<ValidatorService>();
        _events = new ValidatorEvents(parts.Observers, _clock, _logger);
        _questions = new RoundQuestions(options, parts.Prompts, parts.Voices, _events);
        _runner = new RoundRunner(options, parts.Miners, parts.Scorer, parts.Store, _events, _clock, _logger);
        _weights = new WeightSetter(options, _hotkey, _chain, parts.Store, _events, _clock, _logger);
        _seed = options.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue);
        _state = parts.Store.LoadState();
        if (options.FolderServicesDirectory is { } folder)
            _folders = new FolderServices(folder, options, new BestMinerSource(options, parts.Miners, parts.Scorer, MinersAsync, () => Scores), _events, _clock, _logger);
        if (parts.Store.SetAside is { } aside)
            _events.Problem("state", $"The database was damaged and now lies at {aside}; scores begin at zero.");
    }

    /// <summary>The scores as they stand.</summary>
    public ScoreBoard Scores => Volatile.Read(ref _state).Scores;

    /// <summary>Number and service of the next round.</summary>
    public (int Number, AudioService Service) NextRound => (Volatile.Read(ref _state).NextRound, Volatile.Read(ref _state).NextService);

    /// <summary>First block at which the next weights are due and allowed; 0 before the chain has been asked.</summary>
    public ulong NextWeightsBlock => _weights.NextBlock;

    /// <summary>Runs until it is cancelled or <see cref="ValidatorOptions.MaxRounds"/> are done. A chain that is away, a broken prompt file
    /// or a full disk is reported and waited out.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] side = [RunWeightsAsync(stop.Token), _folders?.RunAsync(stop.Token) ?? Task.CompletedTask];
        try
        {
            await RunRoundsAsync(stop.Token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Being told to stop is the ordinary end.
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(side).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        foreach (Task task in side.Where(task => task.IsFaulted))
            await task;
    }

    /// <summary>Runs one round.</summary>
    /// <returns>The round; null if there was no miner to ask.</returns>
    /// <exception cref="PromptSourceException">There are no prompts or voices.</exception>
    public async Task<RoundResult?> RunRoundAsync(CancellationToken cancellationToken)
    {
        await _round.WaitAsync(cancellationToken);
        try
        {
            Metagraph metagraph = await ReadMetagraphAsync(cancellationToken);
            RoundState before = Follow(_state, metagraph);
            IReadOnlyList<NeuronInfo> candidates = MinerSelection.Candidates(
                metagraph, _hotkey.AccountId, _options.ValidatorStake, before.Scores);
            if (candidates.Count == 0)
            {
                _events.Problem("round", $"No miner serves on subnet {_options.Netuid}; looking again after a pause.");
                return null;
            }

            var (questions, chosen) = await _questions.ChooseAsync(candidates, before, Chance(before.NextRound, _attempt++), cancellationToken);
            var (result, after) = await _runner.RunAsync(metagraph, before, chosen, questions, cancellationToken);
            Volatile.Write(ref _state, after);
            _attempt = 0;
            return result;
        }
        finally
        {
            _round.Release();
        }
    }

    /// <summary>Sets the weights if this tempo has none yet and the rate limit allows.</summary>
    /// <returns>What was set; null if nothing was due or the chain refused (which is reported).</returns>
    public Task<WeightsRecord?> SetWeightsIfDueAsync(CancellationToken cancellationToken) =>
        _weights.SetIfDueAsync(Scores, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _weights.Dispose();
        _round.Dispose();
    }

    private async Task RunRoundsAsync(CancellationToken cancellationToken)
    {
        TimeSpan retry = TimeSpan.FromSeconds(1);
        for (int done = 0; _options.MaxRounds is not { } most || done < most;)
        {
            TimeSpan pause = _options.RoundPause;
            try
            {
                if (await RunRoundAsync(cancellationToken) is not null)
                {
                    done++;
                    retry = TimeSpan.FromSeconds(1);
                    if (done == _options.MaxRounds)
                        return;
                }
                else
                {
                    pause = pause > retry ? pause : retry;
                    retry = Longer(retry);
                }
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested && fault is not OutOfMemoryException)
            {
                _events.Problem("round", $"Round {_state.NextRound} was given up and counts for nobody ({fault.GetType().Name}: {fault.Message}). It is tried again in {retry.TotalSeconds:0} s.");
                pause = retry;
                retry = Longer(retry);
            }

            await Task.Delay(pause, _clock, cancellationToken);
        }
    }

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;

    private async Task RunWeightsAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_options.WeightsPoll, _clock);
        do
            await _weights.SetIfDueAsync(Scores, cancellationToken);
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task<Metagraph> ReadMetagraphAsync(CancellationToken cancellationToken)
    {
        try
        {
            _metagraph = await ChainCall.RunAsync(
                token => _chain.GetMetagraphAsync(_options.Netuid, token), _options.ChainTimeout, _clock, cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested && _metagraph is not null && fault is not OutOfMemoryException)
        {
            _events.Problem(
                "chain", $"The chain cannot be reached ({fault.Message}); this round uses the metagraph of block {_metagraph.Block}.");
        }

        return _metagraph;
    }

    private async Task<IReadOnlyList<NeuronInfo>> MinersAsync(CancellationToken cancellationToken)
    {
        Metagraph metagraph = await ChainCall.RunAsync(
            token => _chain.GetMetagraphAsync(_options.Netuid, token), _options.ChainTimeout, _clock, cancellationToken);
        return [.. MinerSelection.Candidates(metagraph, _hotkey.AccountId, _options.ValidatorStake, Scores.Follow(metagraph)).Where(miner => miner.Axon.IsServing)];
    }

    private RoundState Follow(RoundState state, Metagraph metagraph)
    {
        ScoreBoard followed = state.Scores.Follow(metagraph);
        ushort[] reset = [.. state.Scores.Miners.Keys.Except(followed.Miners.Keys)];
        if (reset.Length > 0)
            Log.ScoresReset(_logger, string.Join(", ", reset));
        return state with { Scores = followed };
    }

    /// <summary>The round's own chance: the same seed and round make the same choices, also after a restart. A round that was given up
    /// chooses anew, so that what it failed at is not met again and again.</summary>
    private Random Chance(int round, int attempt) => new(unchecked((_seed * 31) + (round * 7919) + (attempt * 104_729)));
}
