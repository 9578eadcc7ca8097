using System.Globalization;
using System.Text;
using Bittensor.Crypto;

namespace Bittensor.Wire;

/// <summary>The texts that are signed, and the form of signatures in headers.</summary>
internal static class SignedText
{
    /// <summary>How the signed text says that a part is missing.</summary>
    public const string NoValue = "None";

    /// <summary>The protocol's message: nonce, both hotkeys, UUID and body hash. A missing part reads as Python's None.</summary>
    public static string OfRequest(long? nonce, string? dendriteHotkey, string axonHotkey, string? uuid, string? bodyHash) =>
        $"{Number(nonce)}.{dendriteHotkey ?? NoValue}.{axonHotkey}.{uuid ?? NoValue}.{bodyHash ?? NoValue}";

    /// <summary>What the second signature of a request covers: request line, digest of the raw body, nonce, UUID and both hotkeys.</summary>
    public static string OfRequestBody(string method, string synapse, string contentDigest, long? nonce, string? uuid, string dendriteHotkey, string axonHotkey) =>
        $"bittensor-request-body-v1\n{method} /{synapse}\n{contentDigest}\n{Number(nonce)}\n{uuid ?? NoValue}\n{dendriteHotkey}\n{axonHotkey}";

    /// <summary>What the signature of a reply covers: the request it answers, the status and the digest of the raw body.</summary>
    public static string OfReplyBody(int status, string synapse, string contentDigest, long? nonce, string? uuid, string dendriteHotkey, string axonHotkey) =>
        $"bittensor-reply-body-v1\n{status.ToString(CultureInfo.InvariantCulture)} /{synapse}\n{contentDigest}\n"
        + $"{Number(nonce)}\n{uuid ?? NoValue}\n{dendriteHotkey}\n{axonHotkey}";

    /// <summary>Signs a text: 0x and 128 hex digits.</summary>
    public static string Sign(Keypair key, string text) => "0x" + Convert.ToHexStringLower(key.Sign(Encoding.UTF8.GetBytes(text)));

    /// <summary>Reads 0x and 128 hex digits.</summary>
    public static bool TryParseSignature(string? text, Span<byte> signature) =>
        text is { Length: 2 + (2 * Keypair.SignatureLength) } && text.StartsWith("0x", StringComparison.Ordinal)
        && Convert.FromHexString(text.AsSpan(2), signature, out _, out int written) == System.Buffers.OperationStatus.Done && written == Keypair.SignatureLength;

    /// <summary>True if the signature holds for the text, bare or in the &lt;Bytes&gt; wrapping that wallets add.</summary>
    public static bool Verify(AccountId signer, string text, ReadOnlySpan<byte> signature) =>
        Keypair.VerifyBareOrWrapped(signer, Encoding.UTF8.GetBytes(text), signature);

    private static string Number(long? nonce) => nonce?.ToString(CultureInfo.InvariantCulture) ?? NoValue;
}
