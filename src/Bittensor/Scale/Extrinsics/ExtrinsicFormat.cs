using Bittensor.Crypto;
using Bittensor.Scale.Metadata;

namespace Bittensor.Scale.Extrinsics;

/// <summary>
/// Builds, signs and takes apart the extrinsics (version 4) of a runtime, with the signed extensions that its metadata lists. Extensions
/// are recognised by identifier; one that is unknown and wants bytes is refused when the format is made. Immutable and thread-safe.
/// </summary>
public sealed class ExtrinsicFormat
{
    /// <summary>Payloads longer than this are hashed before they are signed (Substrate's <c>SignedPayload</c>).</summary>
    private const int LongestSignedAsIs = 256;

    private const byte Version = 4;
    private const byte BareVersion5 = 5;
    private const byte SignedFlag = 0x80;

    private readonly RuntimeMetadata _metadata;
    private readonly SignedExtensions _extensions;

    /// <summary>Checks that this library can write extrinsics for the runtime.</summary>
    /// <exception cref="NotSupportedException">No extrinsics of version 4, or an unknown signed extension that wants bytes; the message
    /// names it.</exception>
    public ExtrinsicFormat(RuntimeMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        _metadata = metadata;
        if (!metadata.Extrinsic.Versions.Contains(Version))
        {
            string versions = string.Join(", ", metadata.Extrinsic.Versions);
            throw new NotSupportedException($"This runtime takes extrinsics of version {versions}, not of version {Version}.");
        }

        _extensions = new SignedExtensions(metadata);
    }

    /// <summary>The hash that names an extrinsic on the chain: BLAKE2b-256 of its bytes.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> extrinsic) => Hashes.Blake2b256(extrinsic);

    /// <summary>What a signature covers: the call, the extensions' values, and what they add; whole, however long.</summary>
    /// <exception cref="ArgumentException">A hash in the context does not have 32 bytes.</exception>
    public byte[] SigningPayload(ReadOnlySpan<byte> call, SigningContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var writer = new ScaleWriter(call.Length + 128);
        writer.WriteBytes(call);
        _extensions.WriteExtra(writer, context.Era, context.Nonce, context.Tip);
        _extensions.WriteAdditional(writer, context);
        return writer.ToArray();
    }

    /// <summary>The bytes that are signed: the payload, or its BLAKE2b-256 if it has more than 256 bytes.</summary>
    public static byte[] BytesToSign(byte[] payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return payload.Length > LongestSignedAsIs ? Hashes.Blake2b256(payload) : payload;
    }

    /// <summary>Signs a call; yields the whole extrinsic, ready to submit.</summary>
    public byte[] Sign(ReadOnlySpan<byte> call, Keypair signer, SigningContext context)
    {
        ArgumentNullException.ThrowIfNull(signer);
        byte[] signature = signer.Sign(BytesToSign(SigningPayload(call, context)));
        return Encode(
            call,
            new ExtrinsicSignature(signer.AccountId, SignatureScheme.Sr25519, signature, context.Era, context.Nonce, context.Tip));
    }

    /// <summary>A signed extrinsic, for signatures made elsewhere.</summary>
    /// <exception cref="ScaleEncodingException">The signature does not have the scheme's length.</exception>
    public byte[] Encode(ReadOnlySpan<byte> call, ExtrinsicSignature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        using var writer = new ScaleWriter(call.Length + 128);
        writer.WriteByte(SignedFlag | Version);
        _metadata.Types.Encode(writer, _metadata.Extrinsic.AddressType, signature.Signer, "signer");
        ScaleValue bytes = ScaleValue.Variant(signature.Scheme.ToString(), signature.Bytes);
        _metadata.Types.Encode(writer, _metadata.Extrinsic.SignatureType, bytes, "signature");
        _extensions.WriteExtra(writer, signature.Era, signature.Nonce, signature.Tip);
        writer.WriteBytes(call);
        return WithLength(writer);
    }

    /// <summary>An extrinsic without signature, as inherents are.</summary>
    public static byte[] EncodeBare(ReadOnlySpan<byte> call)
    {
        using var writer = new ScaleWriter(call.Length + 1);
        writer.WriteByte(Version);
        writer.WriteBytes(call);
        return WithLength(writer);
    }

    /// <summary>Takes an extrinsic apart. The signature is not checked; see <see cref="HasValidSignature"/>.</summary>
    /// <exception cref="ScaleException">Not an extrinsic of this runtime.</exception>
    public DecodedExtrinsic Decode(ReadOnlySpan<byte> extrinsic)
    {
        var reader = new ScaleReader(extrinsic);
        int length = reader.ReadLength();
        if (length != reader.Remaining)
            throw reader.Fail($"the extrinsic announces {length} bytes and has {reader.Remaining}");
        byte version = reader.ReadByte();
        ExtrinsicSignature? signature = version switch
        {
            SignedFlag | Version => ReadSignature(ref reader),
            Version or BareVersion5 => null,
            _ => throw reader.Fail($"extrinsics of kind 0x{version:x2} are not supported", 1),
        };
        byte[] call = reader.ReadBytes(reader.Remaining).ToArray();
        try
        {
            return new DecodedExtrinsic(_metadata.DecodeCall(call), call, signature);
        }
        catch (ScaleException exception)
        {
            throw new ScaleException($"the call cannot be read: {exception.Message}", extrinsic.Length - call.Length + exception.Offset);
        }
    }

    /// <summary>
    /// True if the signature is the signer's over the call in this context, whose era, nonce and tip are those of the extrinsic.
    /// </summary>
    public bool HasValidSignature(DecodedExtrinsic extrinsic, SigningContext context)
    {
        ArgumentNullException.ThrowIfNull(extrinsic);
        ArgumentNullException.ThrowIfNull(context);
        if (extrinsic.Signature is not { } signature)
            return false;
        SigningContext own = context with { Era = signature.Era, Nonce = signature.Nonce, Tip = signature.Tip };
        byte[] signed = BytesToSign(SigningPayload(extrinsic.CallBytes.Span, own));
        return signature.Scheme switch
        {
            SignatureScheme.Sr25519 => Keypair.Verify(signature.Signer, signed, signature.Bytes.Span),
            SignatureScheme.Ed25519 => Ed25519Keypair.Verify(signature.Signer, signed, signature.Bytes.Span),
            _ => false,
        };
    }

    private ExtrinsicSignature ReadSignature(ref ScaleReader reader)
    {
        int start = reader.Position;
        ScaleValue address = _metadata.Types.Decode(_metadata.Extrinsic.AddressType, ref reader);
        AccountId signer = (address is ScaleVariant { Name: "Id" } id ? id.Value : address) is ScaleAccount account
            ? account.Account
            : throw reader.Fail($"the signer {address} is no account", reader.Position - start);
        ScaleValue value = _metadata.Types.Decode(_metadata.Extrinsic.SignatureType, ref reader);
        if (value is not ScaleVariant { Value: ScaleBytes bytes } signature || !Enum.TryParse(signature.Name, out SignatureScheme scheme))
            throw reader.Fail("the signature is of no known kind");
        (Era era, ulong nonce, UInt128 tip) = _extensions.ReadExtra(ref reader);
        return new ExtrinsicSignature(signer, scheme, bytes.Memory, era, nonce, tip);
    }

    private static byte[] WithLength(ScaleWriter body)
    {
        using var writer = new ScaleWriter(body.Length + 5);
        writer.WriteByteVector(body.Written);
        return writer.ToArray();
    }
}
