using System.Numerics;
using Bittensor.Scale.Metadata;

namespace Bittensor.Scale.Extrinsics;

/// <summary>
/// The signed extensions of a runtime, in its order: what each puts into the extrinsic ("extra") and adds to what is signed
/// ("additional"). Unknown ones are passed over when they are empty, as all of subtensor's own are.
/// </summary>
internal sealed class SignedExtensions
{
    private readonly Extension[] _extensions;

    /// <exception cref="NotSupportedException">An extension wants bytes that nobody here knows; the message names it.</exception>
    public SignedExtensions(RuntimeMetadata metadata) =>
        _extensions = [.. metadata.Extrinsic.Extensions.Select(extension => Recognise(extension, metadata.Types))];

    private enum Extension
    {
        Empty,
        SpecVersion,
        TransactionVersion,
        Genesis,
        Mortality,
        Nonce,
        Tip,
        MetadataHash,
    }

    public void WriteExtra(ScaleWriter writer, Era era, ulong nonce, UInt128 tip)
    {
        foreach (Extension extension in _extensions)
        {
            switch (extension)
            {
                case Extension.Mortality:
                    era.Write(writer);
                    break;
                case Extension.Nonce:
                    writer.WriteCompact(nonce);
                    break;
                case Extension.Tip:
                    writer.WriteCompact((BigInteger)tip);
                    break;
                case Extension.MetadataHash:
                    writer.WriteByte(0); // mode "disabled"
                    break;
                default:
                    break;
            }
        }
    }

    public void WriteAdditional(ScaleWriter writer, SigningContext context)
    {
        foreach (Extension extension in _extensions)
        {
            switch (extension)
            {
                case Extension.SpecVersion:
                    writer.WriteUInt32(context.SpecVersion);
                    break;
                case Extension.TransactionVersion:
                    writer.WriteUInt32(context.TransactionVersion);
                    break;
                case Extension.Genesis:
                    writer.WriteBytes(BlockHash(context.GenesisHash, "genesis"));
                    break;
                case Extension.Mortality:
                    writer.WriteBytes(context.Era.IsImmortal
                        ? BlockHash(context.GenesisHash, "genesis")
                        : BlockHash(context.BirthHash, "birth"));
                    break;
                case Extension.MetadataHash:
                    writer.WriteOption(hasValue: false);
                    break;
                default:
                    break;
            }
        }
    }

    public (Era Era, ulong Nonce, UInt128 Tip) ReadExtra(ref ScaleReader reader)
    {
        Era era = Era.Immortal;
        ulong nonce = 0;
        UInt128 tip = 0;
        foreach (Extension extension in _extensions)
        {
            switch (extension)
            {
                case Extension.Mortality:
                    era = Era.Read(ref reader);
                    break;
                case Extension.Nonce:
                    nonce = reader.ReadCompactUInt64();
                    break;
                case Extension.Tip:
                    tip = reader.ReadCompactUInt128();
                    break;
                case Extension.MetadataHash:
                    if (reader.ReadByte() != 0)
                        throw reader.Fail("CheckMetadataHash is supported in disabled mode (0) only", 1);
                    break;
                default:
                    break;
            }
        }

        return (era, nonce, tip);
    }

    private static Extension Recognise(ExtensionMetadata extension, TypeRegistry types)
    {
        (Extension known, bool writesExtra, bool writesAdditional) = extension.Identifier switch
        {
            "CheckSpecVersion" => (Extension.SpecVersion, false, true),
            "CheckTxVersion" => (Extension.TransactionVersion, false, true),
            "CheckGenesis" => (Extension.Genesis, false, true),
            "CheckMortality" or "CheckEra" => (Extension.Mortality, true, true),
            "CheckNonce" => (Extension.Nonce, true, false),
            "ChargeTransactionPayment" => (Extension.Tip, true, false),
            "CheckMetadataHash" => (Extension.MetadataHash, true, true),
            _ => (Extension.Empty, false, false),
        };
        if (types.IsEmpty(extension.ExtraType) != writesExtra && types.IsEmpty(extension.AdditionalType) != writesAdditional)
            return known;
        throw new NotSupportedException(
            $"The signed extension {extension.Identifier} of this runtime is of the types {types.NameOf(extension.ExtraType)} and "
            + $"{types.NameOf(extension.AdditionalType)}, which this version of the library cannot fill; a newer one may.");
    }

    private static ReadOnlySpan<byte> BlockHash(ReadOnlyMemory<byte> hash, string name) => hash.Length == 32
        ? hash.Span
        : throw new ArgumentException($"The hash of the {name} block has {hash.Length} bytes instead of 32.", nameof(hash));
}
