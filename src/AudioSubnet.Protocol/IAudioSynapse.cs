namespace AudioSubnet.Protocol;

/// <summary>What the three synapses have in common: a prompt, and an answer that is audio.</summary>
public interface IAudioSynapse
{
    /// <summary>The prompt.</summary>
    string? TextInput { get; }

    /// <summary>Name of the engine that made the answer. A label only: nothing is decided by it, least of all the sample rate.</summary>
    string? ModelName { get; set; }

    /// <summary>Encodings of <see cref="CompactAudio"/> that the caller reads, best first; null when it reads lists only.</summary>
    IReadOnlyList<string>? AcceptAudio { get; set; }

    /// <summary>The answer in compact form; sent only to callers that asked for it.</summary>
    CompactAudio? CompactAudio { get; set; }

    /// <summary>The answer as a list of numbers, in the field that the existing network gives it.</summary>
    SampleList? OutputSamples { get; set; }

    /// <summary>Sample rate of <see cref="OutputSamples"/> in Hz.</summary>
    int OutputListSampleRate { get; }

    /// <summary>Longest answer in seconds that a caller reads.</summary>
    double MaxOutputSeconds { get; }

    /// <summary>Largest request in bytes; null where a recording is sent and the axon's own limit is the one.</summary>
    long? MaxRequestBytes { get; }

    /// <summary>Says what is wrong with the request, or null if nothing is.</summary>
    string? CheckRequest();

    /// <summary>Empties the fields that carry audio towards the miner, so that an answer does not send them back.</summary>
    void DropInputAudio();
}
