namespace AudioSubnet.Engines.ElevenLabs;

/// <summary>A voice that was made of a recording. Everything that changes is guarded by the lock of <see cref="ClonedVoices"/>.</summary>
internal sealed class ClonedVoice(string recording)
{
    /// <summary>Digest of the recording.</summary>
    public string Recording { get; } = recording;

    /// <summary>Ends with the id; its fault is that of the service.</summary>
    public Task<string> Adding { get; set; } = null!;

    /// <summary>The id, once there is one.</summary>
    public string? Id { get; set; }

    /// <summary>Requests that speak with it now.</summary>
    public int Users { get; set; }

    /// <summary>Timestamp of the last use's end.</summary>
    public long LastUsed { get; set; }
}
