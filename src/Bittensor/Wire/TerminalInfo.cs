namespace Bittensor.Wire;

/// <summary>What a synapse says of one of its two ends. Every field is optional on the wire.</summary>
public sealed class TerminalInfo
{
    /// <summary>Outcome as an HTTP status code.</summary>
    public int? StatusCode { get; set; }

    /// <summary>Outcome in words.</summary>
    public string? StatusMessage { get; set; }

    /// <summary>Seconds spent: on the axon in the server, on the dendrite for the whole round trip.</summary>
    public double? ProcessTime { get; set; }

    /// <summary>IP address as text.</summary>
    public string? Ip { get; set; }

    /// <summary>TCP port.</summary>
    public int? Port { get; set; }

    /// <summary>SDK version as an integer, see <see cref="WireVersion"/>.</summary>
    public long? Version { get; set; }

    /// <summary>Nanoseconds since 1970 at which the request was signed (version 6 peers: any rising number).</summary>
    public long? Nonce { get; set; }

    /// <summary>Names the object that makes the nonces; they rise for each hotkey and UUID.</summary>
    public string? Uuid { get; set; }

    /// <summary>SS58 address of the hotkey.</summary>
    public string? Hotkey { get; set; }

    /// <summary>sr25519 signature of the hotkey: 0x and 128 hex digits.</summary>
    public string? Signature { get; set; }

    internal TerminalInfo Clone() => (TerminalInfo)MemberwiseClone();
}
