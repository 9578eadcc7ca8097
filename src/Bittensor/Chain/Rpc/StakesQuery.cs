using System.Numerics;
using Bittensor.Crypto;
using Bittensor.Scale;
using Bittensor.Scale.Metadata;

namespace Bittensor.Chain.Rpc;

/// <summary>
/// Reads the stakes that count in consensus: from the runtime's metagraph, which knows what is lent between hotkeys; where the runtime has
/// none that the metadata describes, from storage, without what is lent.
/// </summary>
internal sealed class StakesQuery(ChainState state, ushort netuid)
{
    private const string Pallet = "SubtensorModule";
    private const string Api = "SubnetInfoRuntimeApi";
    private const string Alpha = "alpha_stake", Tao = "tao_stake", Total = "total_stake";
    private const ushort Root = 0;

    /// <summary>The neurons with their stakes.</summary>
    public async Task<IReadOnlyList<NeuronInfo>> AddToAsync(IReadOnlyList<NeuronInfo> neurons, CancellationToken cancellationToken)
    {
        ScaleValue? metagraph = await FromApiAsync(cancellationToken);
        if (metagraph is null)
            return await FromStorageAsync(neurons, cancellationToken);
        IReadOnlyList<ScaleValue> alpha = metagraph[Alpha].Items, tao = metagraph[Tao].Items, total = metagraph[Total].Items;
        if (alpha.Count != neurons.Count || tao.Count != neurons.Count || total.Count != neurons.Count)
            throw new ScaleException($"the runtime's metagraph has {alpha.Count} stakes for {neurons.Count} neurons", 0);
        return [.. neurons.Select((neuron, uid) => neuron with
        {
            AlphaStake = new Balance(alpha[uid].AsUInt64()),
            TaoStake = new Balance(tao[uid].AsUInt64()),
            StakeWeight = new Balance(total[uid].AsUInt64()),
        })];
    }

    /// <summary>The metagraph, or as little of it as the runtime lets one choose; null if the runtime has none, or in opaque bytes.</summary>
    private async Task<ScaleValue?> FromApiAsync(CancellationToken cancellationToken)
    {
        if (Fields("get_selective_metagraph") is { } selective)
        {
            // What is wanted is named by its place among the fields of the answer.
            object?[] wanted = [.. new[] { Alpha, Tao, Total }.Select(name => (object?)selective.IndexOf(name))];
            ScaleValue chosen = await state.CallAsync(Api, "get_selective_metagraph", [netuid, wanted], cancellationToken);
            if (!chosen.IsNull && !chosen[Total].IsNull)
                return chosen;
        }

        if (Fields("get_metagraph") is null)
            return null;
        ScaleValue all = await state.CallAsync(Api, "get_metagraph", [netuid], cancellationToken);
        return all.IsNull ? null : all;
    }

    /// <summary>The names of the fields of the method's answer, an optional struct; null if there is no such method or answer.</summary>
    private List<string?>? Fields(string method)
    {
        if (!state.Metadata.TryGetApiMethod(Api, method, out RuntimeApiMethod? found))
            return null;
        TypeRegistry types = state.Metadata.Types;
        TypeShape shape = types[found.Description.Output].Shape;
        if (shape is VariantShape { Variants: var variants } && variants.FirstOrDefault(variant => variant.Name == "Some") is { Fields: [var some] })
            shape = types[some.Type].Shape;
        List<string?>? names = shape is CompositeShape metagraph ? [.. metagraph.Fields.Select(field => field.Name)] : null;
        return names is not null && names.Contains(Alpha) && names.Contains(Tao) && names.Contains(Total) ? names : null;
    }

    private async Task<IReadOnlyList<NeuronInfo>> FromStorageAsync(IReadOnlyList<NeuronInfo> neurons, CancellationToken cancellationToken)
    {
        // Before subnets had their own currency there was one stake, and it counted as it was.
        if (!state.Metadata.TryGetStorage(Pallet, "TotalHotkeyAlpha", out StorageEntry? alpha)
            || !state.Metadata.TryGetStorage(Pallet, "TaoWeight", out StorageEntry? weight))
            return [.. neurons.Select(neuron => neuron with { AlphaStake = default(Balance), TaoStake = neuron.Stake, StakeWeight = neuron.Stake })];
        AccountId[] hotkeys = [.. neurons.Select(neuron => neuron.Hotkey)];
        IReadOnlyList<ScaleValue> values = await state.GetManyAsync(
            [
                new StorageQuery(weight),
                .. hotkeys.Select(hotkey => new StorageQuery(alpha, hotkey, netuid)),
                .. hotkeys.Select(hotkey => new StorageQuery(alpha, hotkey, Root)),
            ],
            cancellationToken);
        // The weight counts in parts of 2^64.
        BigInteger taoWeight = values[0].AsInteger();
        return [.. neurons.Select((neuron, uid) =>
        {
            ulong own = values[1 + uid].AsUInt64(), root = values[1 + hotkeys.Length + uid].AsUInt64();
            BigInteger total = own + ((root * taoWeight) >> 64);
            return neuron with
            {
                AlphaStake = new Balance(own),
                TaoStake = new Balance(root),
                StakeWeight = new Balance((ulong)BigInteger.Min(total, ulong.MaxValue)),
            };
        })];
    }
}
