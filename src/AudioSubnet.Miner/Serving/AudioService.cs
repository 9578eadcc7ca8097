using System.Security.Cryptography;
using System.Text;
using AudioSubnet.Dsp;
using AudioSubnet.Engines;
using AudioSubnet.Protocol;
using Bittensor.Wire;
using Microsoft.Extensions.Logging;

namespace AudioSubnet.Miner.Serving;

/// <summary>
/// One service: checks the request, waits for its turn, asks the engine, and answers with audio or with a status and the reason.
/// </summary>
/// <param name="engine">Name of the engine, which the answer carries as its model_name.</param>
/// <param name="limits">How much is done at a time.</param>
/// <param name="work">The engine's work on a request, with the request's seed.</param>
/// <param name="priority">The caller's priority by its address.</param>
/// <param name="seed">The miner's seed; null lets engines draw their own.</param>
/// <param name="metrics">Where requests are counted.</param>
/// <param name="clock">Clock of time limits.</param>
/// <param name="logger">Where each answer and refusal is logged.</param>
internal sealed class AudioService<TSynapse>(
    string engine,
    ServiceLimits limits,
    Func<TSynapse, int?, CancellationToken, Task<AudioBuffer>> work,
    Func<string?, double> priority,
    int? seed,
    MinerMetrics metrics,
    TimeProvider clock,
    ILogger logger)
    where TSynapse : Synapse, IAudioSynapse
{
    private static readonly string Service = typeof(TSynapse).Name;

    private readonly HandlerQueue _queue = new(limits.Concurrency, limits.QueueLength, clock);

    /// <summary>Answers one request.</summary>
    /// <exception cref="SynapseException">The request cannot be answered; status and message are for the caller.</exception>
    /// <exception cref="OperationCanceledException">The caller went away.</exception>
    public async Task<TSynapse> AnswerAsync(TSynapse synapse, CancellationToken cancellationToken)
    {
        string? caller = synapse.Dendrite.Hotkey;
        long start = clock.GetTimestamp();
        int status = 500;
        metrics.Began(Service);
        try
        {
            if (synapse.CheckRequest() is string error)
                throw new SynapseException(400, error);

            AudioBuffer audio = await MakeAsync(synapse, cancellationToken);
            int characters = synapse.TextInput!.Length;
            synapse.DropInputAudio();
            AudioPayload.WriteAnswer(synapse, audio);
            synapse.ModelName = engine;
            status = 200;
            MinerLog.Answered(logger, Service, audio.Seconds, clock.GetElapsedTime(start).TotalSeconds, caller, characters, engine);
            return synapse;
        }
        catch (SynapseException refusal)
        {
            status = refusal.StatusCode;
            MinerLog.Refused(logger, Service, caller, status, refusal.Message);
            throw;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            status = 499;
            MinerLog.CallerLeft(logger, Service, caller, clock.GetElapsedTime(start).TotalSeconds);
            throw;
        }
        catch (EngineException failure)
        {
            MinerLog.EngineFailed(logger, Service, engine, caller, failure.Message);
            throw new SynapseException(status, $"{engine}: {failure.Message}", failure);
        }
        catch (Exception crash)
        {
            MinerLog.EngineCrashed(logger, crash, Service, engine, caller);
            throw new SynapseException(status, $"{engine} failed in an unexpected way; the miner's log has the details.", crash);
        }
        finally
        {
            metrics.Ended(Service, status, clock.GetElapsedTime(start).TotalSeconds);
        }
    }

    private async Task<AudioBuffer> MakeAsync(TSynapse synapse, CancellationToken cancellationToken)
    {
        switch (await _queue.EnterAsync(priority(synapse.Dendrite.Hotkey), limits.Timeout, cancellationToken))
        {
            case QueueOutcome.Crowded:
                throw new SynapseException(
                    503, $"The miner is overloaded: {limits.QueueLength} requests of higher priority are waiting. Try again later.");
            case QueueOutcome.TimedOut:
                throw new SynapseException(408, $"The miner is overloaded: no turn came within {limits.Timeout.TotalSeconds:0.#} s.");
        }

        using var limit = new CancellationTokenSource(limits.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // An engine that does not heed its token keeps its slot until it is done, but its caller need not wait.
            CancellationToken token = either.Token;
            return await Task.Run(() => WorkAsync(synapse, token), CancellationToken.None).WaitAsync(token);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new SynapseException(408, $"{engine} was not done after {limits.Timeout.TotalSeconds:0.#} s.", e);
        }
    }

    private async Task<AudioBuffer> WorkAsync(TSynapse synapse, CancellationToken cancellationToken)
    {
        try
        {
            long start = clock.GetTimestamp();
            AudioBuffer audio = await work(synapse, SeedOf(synapse), cancellationToken);
            if (AudioChecks.Check(audio, synapse.MaxOutputSeconds) is string fault)
                throw new EngineException($"The result cannot be sent: {fault}");
            metrics.Made(Service, audio.Seconds, clock.GetElapsedTime(start).TotalSeconds);
            return audio;
        }
        finally
        {
            _queue.Leave();
        }
    }

    /// <summary>Equal prompts have equal seeds, so that a seeded miner repeats itself whatever the order of its requests.</summary>
    private int? SeedOf(TSynapse synapse) => seed is null
        ? null
        : BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\n{Service}\n{synapse.TextInput}"))) & int.MaxValue;
}
