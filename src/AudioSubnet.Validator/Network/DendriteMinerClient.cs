using System.Collections.Concurrent;
using AudioSubnet.Dsp;
using AudioSubnet.Protocol;
using Bittensor.Chain;
using Bittensor.Crypto;
using Bittensor.Wire;

namespace AudioSubnet.Validator.Network;

/// <summary>Asks miners over the Bittensor protocol. Compact audio is asked for; miners that do not know it answer with lists.</summary>
/// <param name="dendrite">Signs and sends; stays the caller's.</param>
/// <param name="clock">Measures how long answers take.</param>
public sealed class DendriteMinerClient(Dendrite dendrite, TimeProvider clock) : IMinerClient
{
    /// <summary>Miners that have answered in compact form, and so will read a compact recording too.</summary>
    private readonly ConcurrentDictionary<AccountId, bool> _readsCompact = new();

    /// <inheritdoc/>
    public Task<MinerAnswer> AskAsync(
        AxonInfo axon, AudioQuestion question, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(axon);
        ArgumentNullException.ThrowIfNull(question);
        return question.Service switch
        {
            AudioService.TextToSpeech => AskAsync(axon, new TextToSpeech { TextInput = question.Prompt }, timeout, cancellationToken),
            AudioService.MusicGeneration =>
                AskAsync(
                    axon, new MusicGeneration { TextInput = question.Prompt, Duration = question.MusicTokens }, timeout, cancellationToken),
            AudioService.VoiceClone => AskAsync(axon, Clone(axon, question), timeout, cancellationToken),
            _ => throw new ArgumentException($"There is no service {question.Service}.", nameof(question)),
        };
    }

    private VoiceClone Clone(AxonInfo axon, AudioQuestion question)
    {
        // The existing network's validators write this very label for every voice.
        var synapse = new VoiceClone { TextInput = question.Prompt, HuggingFaceVoiceId = "name" };
        AudioBuffer reference = question.Reference ?? throw new ArgumentException("Voice cloning needs a recording.", nameof(question));
        AudioPayload.WriteReference(synapse, reference, _readsCompact.ContainsKey(axon.Hotkey));
        return synapse;
    }

    private async Task<MinerAnswer> AskAsync<TSynapse>(
        AxonInfo axon, TSynapse synapse, TimeSpan timeout, CancellationToken cancellationToken)
        where TSynapse : Synapse, IAudioSynapse, new()
    {
        synapse.AcceptAudio = AudioPayload.SupportedEncodings;
        long start = clock.GetTimestamp();
        TSynapse answer = await dendrite.QueryAsync(axon, synapse, timeout, cancellationToken);
        TimeSpan elapsed = clock.GetElapsedTime(start);

        // A miner that was replaced by an older one must not be sent what it cannot read, so any failure takes the mark back.
        if (answer is { IsSuccess: true, CompactAudio: not null })
            _readsCompact[axon.Hotkey] = true;
        else
            _readsCompact.TryRemove(axon.Hotkey, out _);

        int status = answer.Dendrite.StatusCode ?? 422;
        if (!answer.IsSuccess)
        {
            string said = Label(answer.Dendrite.StatusMessage, 500) ?? $"The miner answered with status {status}.";
            return new MinerAnswer(status, said) { Elapsed = elapsed };
        }

        bool readable = AudioPayload.TryReadAnswer(answer, out AudioBuffer? audio, out string? error);
        return new MinerAnswer(status, readable ? "Success" : $"The answer cannot be used: {error}")
        {
            Audio = readable ? audio?.ToMono() : null,
            ModelName = Label(answer.ModelName, 100),
            Elapsed = elapsed,
        };
    }

    /// <summary>What a peer says of itself ends up in logs, tables and files: one line, not too long.</summary>
    private static string? Label(string? said, int length) =>
        said is null ? null : string.Concat(said.Take(length).Select(character => char.IsControl(character) ? ' ' : character));
}
