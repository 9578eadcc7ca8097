using System.Text.Json;
using Bittensor.Crypto;
using Bittensor.Scale.Extrinsics;

namespace Bittensor.Chain.Rpc;

/// <summary>Signs calls for the chain as it is now.</summary>
internal sealed class ExtrinsicSigner(RpcClient rpc, RuntimeCache runtimes, SubtensorOptions options)
{
    /// <summary>All that signing takes but the nonce.</summary>
    public async Task<SigningPlan> PrepareAsync(ChainCall call, CancellationToken cancellationToken)
    {
        Task<JsonElement> genesis = rpc.RequestAsync("chain_getBlockHash", [0], cancellationToken);
        (string birthHash, ulong birth, ulong head) = await ChooseBirthAsync(cancellationToken);
        ChainRuntime runtime = await runtimes.GetAsync(birthHash, cancellationToken);
        var era = Era.Mortal((ulong)options.EraPeriod, birth);
        ulong born = era.Birth(birth);
        if (born != birth)
            birthHash = RpcJson.Text(await rpc.RequestAsync("chain_getBlockHash", [born], cancellationToken));
        var context = new SigningContext
        {
            SpecVersion = runtime.SpecVersion,
            TransactionVersion = runtime.TransactionVersion,
            GenesisHash = Convert.FromHexString(RpcJson.Text(await genesis).AsSpan(2)),
            Era = era,
            BirthHash = Convert.FromHexString(birthHash.AsSpan(2)),
            Tip = options.Tip.Rao,
        };
        return new SigningPlan(call, call.Encode(runtime.Metadata), runtime, context, head, era.Death(birth));
    }

    /// <summary>The account's next nonce as the node knows it, with what waits in its pool.</summary>
    public async Task<ulong> NextNonceAsync(Keypair signer, CancellationToken cancellationToken) =>
        RpcJson.Number(await rpc.RequestAsync("system_accountNextIndex", [signer.Address], cancellationToken));

    /// <summary>Signs.</summary>
    public static SignedExtrinsic Sign(SigningPlan plan, Keypair signer, ulong nonce)
    {
        byte[] extrinsic = plan.Runtime.Extrinsics.Sign(plan.EncodedCall, signer, plan.Context with { Nonce = nonce });
        return new SignedExtrinsic(
            plan.Call, RpcJson.Hex(extrinsic), RpcJson.Hex(ExtrinsicFormat.Hash(extrinsic)), signer.Address, nonce, plan.Head, plan.Death);
    }

    /// <summary>The block that the era begins with: the newest final one, which no fork can take away, unless finality lags too far
    /// behind.</summary>
    private async Task<(string Hash, ulong Number, ulong Head)> ChooseBirthAsync(CancellationToken cancellationToken)
    {
        Task<JsonElement> best = rpc.RequestAsync("chain_getBlockHash", [], cancellationToken);
        string finalHash = RpcJson.Text(await rpc.RequestAsync("chain_getFinalizedHead", [], cancellationToken));
        string bestHash = RpcJson.Text(await best);
        Task<JsonElement> bestHeader = rpc.RequestAsync("chain_getHeader", [bestHash], cancellationToken);
        ulong final = RpcJson.HeaderNumber(await rpc.RequestAsync("chain_getHeader", [finalHash], cancellationToken));
        ulong head = RpcJson.HeaderNumber(await bestHeader);
        return final + ((ulong)options.EraPeriod / 4) >= head ? (finalHash, final, head) : (bestHash, head, head);
    }
}
