using Bittensor.Crypto;

namespace AudioSubnet.Validator.Scores;

/// <summary>A miner's standing in all services.</summary>
/// <param name="Uid">Its uid.</param>
/// <param name="Hotkey">The hotkey that the scores belong to.</param>
public sealed record MinerScore(ushort Uid, AccountId Hotkey)
{
    /// <summary>Text-to-speech.</summary>
    public ServiceScore TextToSpeech { get; init; }

    /// <summary>Music.</summary>
    public ServiceScore Music { get; init; }

    /// <summary>Voice cloning.</summary>
    public ServiceScore VoiceClone { get; init; }

    /// <summary>The mean of the three services, 0 … 1. A service that a miner does not offer, or was never asked for, counts as
    /// 0.</summary>
    public double Total => (TextToSpeech.Value + Music.Value + VoiceClone.Value) / 3;

    /// <summary>The standing in one service.</summary>
    public ServiceScore this[AudioService service] => service switch
    {
        AudioService.TextToSpeech => TextToSpeech,
        AudioService.MusicGeneration => Music,
        AudioService.VoiceClone => VoiceClone,
        _ => throw new ArgumentOutOfRangeException(nameof(service), service, "There are three services."),
    };

    /// <summary>A copy with another standing in one service.</summary>
    public MinerScore With(AudioService service, ServiceScore score) => service switch
    {
        AudioService.TextToSpeech => this with { TextToSpeech = score },
        AudioService.MusicGeneration => this with { Music = score },
        AudioService.VoiceClone => this with { VoiceClone = score },
        _ => throw new ArgumentOutOfRangeException(nameof(service), service, "There are three services."),
    };
}
