using System.Globalization;

namespace Bittensor.Wire;

/// <summary>Names of the headers, in the order in which they travel, and what may stand in them.</summary>
internal static class WireHeaders
{
    public const string Name = "name";
    public const string Timeout = "timeout";
    public const string AxonPrefix = "bt_header_axon_";
    public const string DendritePrefix = "bt_header_dendrite_";
    public const string InputPrefix = "bt_header_input_obj_";
    public const string HeaderSize = "header_size";
    public const string TotalSize = "total_size";
    public const string ComputedBodyHash = "computed_body_hash";

    /// <summary>RFC 9530 digest of the raw body.</summary>
    public const string ContentDigest = "content-digest";

    /// <summary>Signature over <see cref="SignedText.OfRequestBody"/> or <see cref="SignedText.OfReplyBody"/>.</summary>
    public const string BodySignature = "x-body-signature";

    private const int MaxValueLength = 1000;

    /// <summary>The fields of a terminal that are set, in wire order.</summary>
    public static IEnumerable<KeyValuePair<string, string>> OfTerminal(string prefix, TerminalInfo terminal)
    {
        if (terminal.StatusCode is { } statusCode)
            yield return new(prefix + "status_code", statusCode.ToString(CultureInfo.InvariantCulture));
        if (terminal.StatusMessage is { } statusMessage)
            yield return new(prefix + "status_message", Printable(statusMessage));
        if (terminal.ProcessTime is { } processTime)
            yield return new(prefix + "process_time", PythonRepr.OfFloat(processTime));
        if (terminal.Ip is { } ip)
            yield return new(prefix + "ip", Printable(ip));
        if (terminal.Port is { } port)
            yield return new(prefix + "port", port.ToString(CultureInfo.InvariantCulture));
        if (terminal.Version is { } version)
            yield return new(prefix + "version", version.ToString(CultureInfo.InvariantCulture));
        if (terminal.Nonce is { } nonce)
            yield return new(prefix + "nonce", nonce.ToString(CultureInfo.InvariantCulture));
        if (terminal.Uuid is { } uuid)
            yield return new(prefix + "uuid", Printable(uuid));
        if (terminal.Hotkey is { } hotkey)
            yield return new(prefix + "hotkey", Printable(hotkey));
        if (terminal.Signature is { } signature)
            yield return new(prefix + "signature", Printable(signature));
    }

    /// <summary>Text that may stand in a header: printable ASCII, everything else a question mark, cut to a bounded length.</summary>
    public static string Printable(string text)
    {
        if (text.Length > MaxValueLength)
            text = text[..MaxValueLength];
        return text.AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? string.Create(text.Length, text, static (span, source) =>
            {
                for (int i = 0; i < span.Length; i++)
                    span[i] = source[i] is >= ' ' and <= '~' ? source[i] : char.IsControl(source[i]) ? ' ' : '?';
            })
            : text;
    }
}
