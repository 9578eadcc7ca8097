using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Bittensor.Wire;

/// <summary>The protocol's headers of one request, parsed. Says nothing of their truth.</summary>
internal sealed class RequestHead
{
    private const int MaxUuidLength = 64;
    private string? _fault;

    private RequestHead(IHeaderDictionary headers, SynapseShape shape)
    {
        Timeout = Float(headers, WireHeaders.Timeout);
        Axon = Terminal(headers, WireHeaders.AxonPrefix);
        Dendrite = Terminal(headers, WireHeaders.DendritePrefix);
        HeaderSize = Integer(headers, WireHeaders.HeaderSize);
        TotalSize = Integer(headers, WireHeaders.TotalSize);
        BodyHash = Text(headers, WireHeaders.ComputedBodyHash);
        ContentDigest = Text(headers, WireHeaders.ContentDigest);
        BodySignature = Text(headers, WireHeaders.BodySignature);
        if (Dendrite.Uuid is { Length: > MaxUuidLength })
            _fault ??= $"{WireHeaders.DendritePrefix}uuid is longer than {MaxUuidLength} characters";
        foreach (SynapseField field in shape.Fields)
            if (field.EmptyValue is not null && !headers.ContainsKey(WireHeaders.InputPrefix + field.Name))
                _fault ??= $"header {WireHeaders.InputPrefix}{field.Name} of a required field is missing";
    }

    /// <summary>Seconds that the caller waits.</summary>
    public double? Timeout { get; }

    public TerminalInfo Axon { get; }

    public TerminalInfo Dendrite { get; }

    public long? HeaderSize { get; }

    public long? TotalSize { get; }

    public string? BodyHash { get; }

    public string? ContentDigest { get; }

    public string? BodySignature { get; }

    /// <summary>Parses; false and what is wrong if a header is no number where one belongs, is there twice, or a required one is missing.</summary>
    public static bool TryParse(IHeaderDictionary headers, SynapseShape shape, out RequestHead head, out string fault)
    {
        head = new RequestHead(headers, shape);
        fault = head._fault ?? "";
        return head._fault is null;
    }

    // Only what a request may state: status and process time are the server's.
    private TerminalInfo Terminal(IHeaderDictionary headers, string prefix) => new()
    {
        Ip = Text(headers, prefix + "ip"),
        Port = (int?)Integer(headers, prefix + "port", ushort.MaxValue),
        Version = Integer(headers, prefix + "version"),
        Nonce = Integer(headers, prefix + "nonce"),
        Uuid = Text(headers, prefix + "uuid"),
        Hotkey = Text(headers, prefix + "hotkey"),
        Signature = Text(headers, prefix + "signature"),
    };

    private string? Text(IHeaderDictionary headers, string name)
    {
        if (!headers.TryGetValue(name, out StringValues values))
            return null;
        if (values.Count > 1)
            _fault ??= $"header {name} is there {values.Count.ToString(CultureInfo.InvariantCulture)} times";
        return values[0] ?? "";
    }

    private long? Integer(IHeaderDictionary headers, string name, long max = long.MaxValue)
    {
        if (Text(headers, name) is not { } text)
            return null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value <= max && value >= -max)
            return value;
        _fault ??= $"header {name} '{WireHeaders.Printable(text)}' is not an integer in range";
        return null;
    }

    private double? Float(IHeaderDictionary headers, string name)
    {
        if (Text(headers, name) is not { } text)
            return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value))
            return value;
        _fault ??= $"header {name} '{WireHeaders.Printable(text)}' is not a number";
        return null;
    }
}
