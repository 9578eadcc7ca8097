using System.Collections.Frozen;
using System.Threading.Channels;
using Bittensor.Chain;
using Bittensor.Crypto;
using Microsoft.Extensions.Logging;

namespace AudioSubnet.Miner.Access;

/// <summary>
/// Keeps the newest metagraph at hand and our axon announced on it. Callers are judged by the last one that was read, so a chain that is
/// away stops nothing. Announces again whenever the chain shows another endpoint than ours.
/// </summary>
internal sealed class MetagraphWatch(ISubtensor chain, Keypair hotkey, MinerOptions options, TimeProvider clock, ILogger logger)
{
    private readonly Channel<bool> _looks =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private volatile FrozenDictionary<AccountId, NeuronInfo>? _neurons;

    /// <summary>True once a metagraph has been read.</summary>
    public bool IsKnown => _neurons is not null;

    /// <summary>The neuron of a hotkey in the last metagraph, or null.</summary>
    public NeuronInfo? Find(AccountId account) => _neurons?.GetValueOrDefault(account);

    /// <summary>Reads the metagraph again as soon as the minimum interval allows.</summary>
    public void LookSoon() => _looks.Writer.TryWrite(true);

    /// <summary>Reads the metagraph once. False, with a warning in the log, if the chain did not answer.</summary>
    public async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            Metagraph metagraph = await WithinLimitAsync(token => chain.GetMetagraphAsync(options.Netuid, token), cancellationToken);
            _neurons = metagraph.Neurons.ToFrozenDictionary(neuron => neuron.Hotkey);
            MinerLog.MetagraphRead(logger, metagraph.Neurons.Count, metagraph.Block);
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            string consequence = IsKnown ? "the last metagraph stays in force" : "every caller is refused until it answers";
            MinerLog.ChainAway(logger, e.Message, consequence);
            return false;
        }
    }

    /// <summary>Reads the metagraph and announces the endpoint, again and again, until cancelled.</summary>
    public async Task RunAsync(AxonInfo endpoint, CancellationToken cancellationToken)
    {
        int failures = 0;
        while (true)
        {
            bool healthy = (IsKnown || await LookAsync(cancellationToken)) && await AnnounceAsync(endpoint, cancellationToken);
            failures = healthy ? 0 : failures + 1;
            await Task.Delay(Pause(failures), clock, cancellationToken);
            if (healthy)
                await WaitForIntervalOrLookAsync(cancellationToken);
            await LookAsync(cancellationToken);
        }
    }

    /// <summary>The minimum interval, doubled with each failure in a row up to the ordinary interval.</summary>
    private TimeSpan Pause(int failures)
    {
        TimeSpan pause = options.MetagraphMinimumInterval * Math.Pow(2, Math.Clamp(failures - 1, 0, 16));
        return pause < options.MetagraphInterval || failures <= 1 ? pause : options.MetagraphInterval;
    }

    private async Task WaitForIntervalOrLookAsync(CancellationToken cancellationToken)
    {
        using var interval = new CancellationTokenSource(options.MetagraphInterval, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(interval.Token, cancellationToken);
        try
        {
            await _looks.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The interval is over without anyone asking for an earlier look.
        }
    }

    /// <summary>Announces the endpoint if the chain shows another one. True if the chain shows ours now.</summary>
    private async Task<bool> AnnounceAsync(AxonInfo endpoint, CancellationToken cancellationToken)
    {
        if (Find(hotkey.AccountId) is not { } own)
        {
            MinerLog.NotRegistered(logger, hotkey.Address, options.Netuid);
            return false;
        }

        if (own.Axon.Address.Equals(endpoint.Address) && own.Axon.Port == endpoint.Port)
            return true;
        try
        {
            await WithinLimitAsync(
                async token =>
                {
                    await chain.ServeAxonAsync(options.Netuid, hotkey, endpoint, token);
                    return true;
                },
                cancellationToken);
            MinerLog.Announced(logger, endpoint.Address, endpoint.Port, own.Uid, options.Netuid);
            LookSoon();
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            MinerLog.AnnouncementFailed(logger, endpoint.Address, endpoint.Port, e.Message);
            return false;
        }
    }

    private async Task<T> WithinLimitAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.ChainTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await call(either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"No answer within {options.ChainTimeout.TotalSeconds:0.#} s.", e);
        }
    }
}
