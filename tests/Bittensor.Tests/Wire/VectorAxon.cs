using System.Net;
using System.Text.Json;
using Bittensor.Crypto;
using Bittensor.Wire;

namespace Bittensor.Tests.Wire;

/// <summary>The axon that the vectors and captures were recorded against, with the same handlers.</summary>
internal static class VectorAxon
{
    public static Axon Create(Keypair hotkey, TimeProvider clock, bool allowLegacyNonce, IReadOnlySet<string>? blacklisted = null)
    {
        var axon = new Axon(hotkey, new AxonOptions { Address = IPAddress.Loopback, AllowLegacyNonce = allowLegacyNonce }, clock);
        ValueTask<BlacklistVerdict> Blacklist(SynapseCaller caller, CancellationToken stop) =>
            ValueTask.FromResult(blacklisted?.Contains(caller.Hotkey.ToString()) == true ? BlacklistVerdict.Refuse("not in metagraph") : BlacklistVerdict.Allow);
        axon.Attach<TextToSpeech>(SpeakAsync, Blacklist).Attach<MusicGeneration>(ComposeAsync, Blacklist).Attach<VoiceClone>(CloneAsync, Blacklist).Attach<HashedEcho>(EchoAsync, Blacklist);
        return axon;
    }

    private static Task<TextToSpeech> SpeakAsync(TextToSpeech synapse, CancellationToken stop)
    {
        if (synapse.TextInput == "explode")
            throw new InvalidOperationException("model failed");
        synapse.SpeechOutput = [0f, 0.5f, -0.25f, synapse.TextInput!.Length];
        return Task.FromResult(synapse);
    }

    private static Task<MusicGeneration> ComposeAsync(MusicGeneration synapse, CancellationToken stop)
    {
        synapse.MusicOutput = [.. Enumerable.Repeat(0.125f, synapse.Duration ?? 0)];
        return Task.FromResult(synapse);
    }

    private static Task<VoiceClone> CloneAsync(VoiceClone synapse, CancellationToken stop)
    {
        synapse.CloneOutput = JsonSerializer.SerializeToElement(new[] { synapse.CloneInput });
        return Task.FromResult(synapse);
    }

    private static Task<HashedEcho> EchoAsync(HashedEcho synapse, CancellationToken stop)
    {
        synapse.Reply = $"{synapse.Text!.ToUpperInvariant()}/{synapse.Numbers!.Sum(static number => number.GetInt32())}";
        return Task.FromResult(synapse);
    }
}
