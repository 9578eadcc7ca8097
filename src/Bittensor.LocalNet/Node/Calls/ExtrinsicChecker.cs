using Bittensor.Chain;
using Bittensor.LocalNet.Node.Blocks;
using Bittensor.LocalNet.Node.Runtime;
using Bittensor.Scale;
using Bittensor.Scale.Extrinsics;

namespace Bittensor.LocalNet.Node.Calls;

/// <summary>Reads extrinsics and checks what does not depend on others in the pool: form, call, era and signature.</summary>
internal sealed class ExtrinsicChecker(LocalRuntime runtime, BlockStore blocks)
{
    /// <summary>The extrinsic for the ledger, with its fee, its signature checked.</summary>
    /// <exception cref="PoolException">It is refused.</exception>
    public Extrinsic.Signed Check(byte[] encoded)
    {
        (DecodedExtrinsic decoded, ExtrinsicSignature signature, Extrinsic.Signed extrinsic) = Read(encoded);
        // An era counts from a block whose hash is signed, so that block must still be known.
        NodeBlock birth = blocks.Find(signature.Era.Birth(blocks.Head.Number)) ?? throw PoolException.AncientBirth();
        var context = new SigningContext
        {
            SpecVersion = LocalRuntime.SpecVersion,
            TransactionVersion = LocalRuntime.TransactionVersion,
            GenesisHash = blocks.Genesis.Hash.ToArray(),
            BirthHash = birth.Hash.ToArray(),
        };
        return runtime.Extrinsics.HasValidSignature(decoded, context) ? extrinsic : throw PoolException.BadSignature();
    }

    /// <summary>What an extrinsic costs, whatever its signature: wallets ask with a fake one.</summary>
    /// <exception cref="PoolException">It cannot be read.</exception>
    public Extrinsic.Signed Price(byte[] encoded) => Read(encoded).Extrinsic;

    private (DecodedExtrinsic Decoded, ExtrinsicSignature Signature, Extrinsic.Signed Extrinsic) Read(byte[] encoded)
    {
        try
        {
            DecodedExtrinsic decoded = runtime.Extrinsics.Decode(encoded);
            ExtrinsicSignature signature = decoded.Signature ?? throw PoolException.Unsigned();
            Extrinsic call = CallReader.Read(signature.Signer, decoded.Call);
            Balance fee = FeeSchedule.Of(call, encoded.Length);
            if (signature.Tip > ulong.MaxValue - fee.Rao)
                throw PoolException.CannotPay();
            var tip = new Balance((ulong)signature.Tip);
            return (decoded, signature, new Extrinsic.Signed(call, checked((uint)signature.Nonce), fee + tip, tip, encoded));
        }
        catch (Exception exception) when (exception is ScaleException or OverflowException or InvalidOperationException)
        {
            throw PoolException.Unreadable(exception.Message);
        }
        catch (NotSupportedException)
        {
            throw PoolException.UnexpectedCall();
        }
    }
}
