using System.Text.Json;
using Bittensor.Crypto;
using Bittensor.Scale.Extrinsics;

namespace Bittensor.Chain.Rpc;

/// <summary>Signs calls for the chain as it is now.</summary>
internal sealed class ExtrinsicSigner(RpcClient rpc, RuntimeCache runtimes, SubtensorOptions options)
{
    /// <summary>Signs a call with the account's next nonce and a mortal era.</summary>
    public async Task<SignedExtrinsic> SignAsync(ChainCall call, Keypair signer, NonceLane lane, CancellationToken cancellationToken)
    {
        Task<JsonElement> genesis = rpc.RequestAsync("chain_getBlockHash", [0], cancellationToken);
        Task<JsonElement> nonce = rpc.RequestAsync("system_accountNextIndex", [signer.Address], cancellationToken);
        (string birthHash, ulong birth, ulong head) = await ChooseBirthAsync(cancellationToken).ConfigureAwait(false);
        ChainRuntime runtime = await runtimes.GetAsync(birthHash, cancellationToken).ConfigureAwait(false);

        var era = Era.Mortal((ulong)options.EraPeriod, birth);
        ulong born = era.Birth(birth);
        if (born != birth)
            birthHash = RpcJson.Text(await rpc.RequestAsync("chain_getBlockHash", [born], cancellationToken).ConfigureAwait(false));
        var context = new SigningContext
        {
            SpecVersion = runtime.SpecVersion,
            TransactionVersion = runtime.TransactionVersion,
            GenesisHash = RpcJson.Bytes(await genesis.ConfigureAwait(false)),
            Era = era,
            BirthHash = RpcJson.Bytes(JsonSerializer.SerializeToElement(birthHash)),
            Nonce = lane.Next(RpcJson.Number(await nonce.ConfigureAwait(false))),
            Tip = options.Tip.Rao,
        };
        byte[] extrinsic = runtime.Extrinsics.Sign(call.Encode(runtime.Metadata), signer, context);
        return new SignedExtrinsic(
            call, RpcJson.Hex(extrinsic), RpcJson.Hex(ExtrinsicFormat.Hash(extrinsic)), signer.Address, context.Nonce, head, era.Death(birth));
    }

    /// <summary>The block that the era begins with: the newest final one, which no fork can take away, unless finality lags too far behind.</summary>
    private async Task<(string Hash, ulong Number, ulong Head)> ChooseBirthAsync(CancellationToken cancellationToken)
    {
        Task<JsonElement> best = rpc.RequestAsync("chain_getBlockHash", [], cancellationToken);
        string finalHash = RpcJson.Text(await rpc.RequestAsync("chain_getFinalizedHead", [], cancellationToken).ConfigureAwait(false));
        string bestHash = RpcJson.Text(await best.ConfigureAwait(false));
        Task<JsonElement> bestHeader = rpc.RequestAsync("chain_getHeader", [bestHash], cancellationToken);
        ulong final = RpcJson.HeaderNumber(await rpc.RequestAsync("chain_getHeader", [finalHash], cancellationToken).ConfigureAwait(false));
        ulong head = RpcJson.HeaderNumber(await bestHeader.ConfigureAwait(false));
        return final + ((ulong)options.EraPeriod / 4) >= head ? (finalHash, final, head) : (bestHash, head, head);
    }
}
