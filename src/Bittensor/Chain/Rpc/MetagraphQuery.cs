using System.Net;
using Bittensor.Crypto;
using Bittensor.Scale;
using Bittensor.Scale.Metadata;

namespace Bittensor.Chain.Rpc;

/// <summary>Reads a subnet's neurons at one block: through the runtime API where the metadata describes it, else from storage.</summary>
internal sealed class MetagraphQuery(ChainState state, ushort netuid, MetagraphParts parts = MetagraphParts.None)
{
    private const string Pallet = "SubtensorModule";
    private const string Api = "NeuronInfoRuntimeApi";
    private const string Method = "get_neurons_lite";

    public async Task<Metagraph> RunAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<NeuronInfo> neurons = state.Metadata.TryGetApiMethod(Api, Method, out _)
            ? await FromApiAsync(cancellationToken)
            : await FromStorageAsync(cancellationToken);
        // Runtimes differ in what they keep for who does not serve.
        neurons = [.. neurons.Select(
            neuron => neuron.Axon.IsServing ? neuron : neuron with { Axon = new AxonInfo(neuron.Hotkey, IPAddress.Any, 0) })];
        if (parts.HasFlag(MetagraphParts.Stakes))
            neurons = await new StakesQuery(state, netuid).AddToAsync(neurons, cancellationToken);
        return new Metagraph(netuid, state.BlockNumber, neurons)
        {
            Weights = parts.HasFlag(MetagraphParts.Weights)
                ? await RowsAsync("Weights", neurons.Count, entry => new UidWeight(entry[0].AsUInt16(), entry[1].AsUInt16()), cancellationToken)
                : [],
            Bonds = parts.HasFlag(MetagraphParts.Bonds)
                ? await RowsAsync("Bonds", neurons.Count, entry => new UidBond(entry[0].AsUInt16(), entry[1].AsUInt16()), cancellationToken)
                : [],
        };
    }

    /// <summary>The rows of a sparse matrix, by uid.</summary>
    private async Task<IReadOnlyList<IReadOnlyList<T>>> RowsAsync<T>(
        string entry, int count, Func<ScaleValue, T> read, CancellationToken cancellationToken) =>
        [.. (await PerUidAsync(entry, count, cancellationToken)).Select(row => (IReadOnlyList<T>)[.. row.Items.Select(read)])];

    private async Task<IReadOnlyList<NeuronInfo>> FromApiAsync(CancellationToken cancellationToken)
    {
        Task<byte[]> answer = state.CallRawAsync(Api, Method, [netuid], cancellationToken);
        int count = await CountAsync(cancellationToken);
        IReadOnlyList<ScaleValue> registered = await PerUidAsync("BlockAtRegistration", count, cancellationToken);
        NeuronInfo[] neurons = [.. Decode(await answer).OrderBy(neuron => neuron.Uid)];
        for (int uid = 0; uid < neurons.Length; uid++)
            if (neurons[uid].Uid != uid)
                throw new ScaleException($"the runtime's list of neurons lacks uid {uid}", 0);
        return [.. neurons.Select((neuron, uid) => neuron with { RegisteredAt = uid < count ? registered[uid].AsUInt64() : 0 })];
    }

    /// <summary>A typed list, or a byte vector that holds one.</summary>
    private IReadOnlyList<NeuronInfo> Decode(byte[] answer)
    {
        if (NeuronReader.Create(state.Metadata) is { } typed)
            return typed.Read(answer);
        var reader = new ScaleReader(answer);
        ReadOnlySpan<byte> content = reader.ReadByteVector();
        reader.ExpectEnd();
        return OpaqueNeuronReader.Read(content);
    }

    private async Task<IReadOnlyList<NeuronInfo>> FromStorageAsync(CancellationToken cancellationToken)
    {
        int count = await CountAsync(cancellationToken);
        string[] columns = ["Active", "Consensus", "Incentive", "Dividends", "ValidatorTrust", "Emission", "ValidatorPermit", "LastUpdate"];
        // What runtimes no longer compute they no longer keep.
        string[] former = [.. new[] { "Rank", "Trust" }.Where(name => state.Metadata.TryGetStorage(Pallet, name, out _))];
        Task<IReadOnlyList<ScaleValue>> formerValues = state.GetManyAsync([.. former.Select(name => Query(name, netuid))], cancellationToken);
        Task<IReadOnlyList<ScaleValue>> columnValues = state.GetManyAsync([.. columns.Select(name => Query(name, netuid))], cancellationToken);
        Task<IReadOnlyList<ScaleValue>> registered = PerUidAsync("BlockAtRegistration", count, cancellationToken);
        AccountId[] hotkeys = [.. (await PerUidAsync("Keys", count, cancellationToken)).Select(key => key.AsAccountId())];
        Task<IReadOnlyList<ScaleValue>> owners = state.GetManyAsync([.. hotkeys.Select(hotkey => Query("Owner", hotkey))], cancellationToken);
        Task<IReadOnlyList<ScaleValue>> axons = state.GetManyAsync([.. hotkeys.Select(hotkey => Query("Axons", netuid, hotkey))], cancellationToken);
        IReadOnlyList<ScaleValue> stakes = await state.GetManyAsync([.. hotkeys.Select(Stake)], cancellationToken);

        IReadOnlyList<ScaleValue>[] column = [.. (await columnValues).Select(values => values.Items)];
        Dictionary<string, IReadOnlyList<ScaleValue>> old = former.Zip(await formerValues, (name, values) => (name, values.Items))
            .ToDictionary(pair => pair.name, pair => pair.Items, StringComparer.Ordinal);
        IReadOnlyList<ScaleValue> owner = await owners;
        IReadOnlyList<ScaleValue> axon = await axons;
        IReadOnlyList<ScaleValue> block = await registered;
        return [.. hotkeys.Select((hotkey, uid) => new NeuronInfo
        {
            Uid = (ushort)uid,
            Hotkey = hotkey,
            Coldkey = owner[uid].AsAccountId(),
            Axon = AxonAddress.Read(hotkey, axon[uid]),
            Stake = new Balance(stakes[uid].AsUInt64()),
            Active = uid < column[0].Count && column[0][uid].AsBool(),
            Rank = Share(old.GetValueOrDefault("Rank", []), uid),
            Trust = Share(old.GetValueOrDefault("Trust", []), uid),
            Consensus = Share(column[1], uid),
            Incentive = Share(column[2], uid),
            Dividends = Share(column[3], uid),
            ValidatorTrust = Share(column[4], uid),
            Emission = new Balance(uid < column[5].Count ? column[5][uid].AsUInt64() : 0),
            ValidatorPermit = uid < column[6].Count && column[6][uid].AsBool(),
            LastUpdate = uid < column[7].Count ? column[7][uid].AsUInt64() : 0,
            RegisteredAt = block[uid].AsUInt64(),
        })];
    }

    private async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<ScaleValue> values = await state.GetManyAsync([Query("NetworksAdded", netuid), Query("SubnetworkN", netuid)], cancellationToken);
        return values[0].AsBool() ? values[1].AsInt32() : throw Missing(netuid);
    }

    /// <summary>The subnet does not exist.</summary>
    internal static ChainException Missing(ushort netuid) => new("SubnetNotExists", $"There is no subnet {netuid}.");

    private Task<IReadOnlyList<ScaleValue>> PerUidAsync(string entry, int count, CancellationToken cancellationToken) =>
        state.GetManyAsync([.. Enumerable.Range(0, count).Select(uid => Query(entry, netuid, uid))], cancellationToken);

    /// <summary>Stake on this subnet; before subnets had their own currency, stake in all.</summary>
    private StorageQuery Stake(AccountId hotkey) => state.Metadata.TryGetStorage(Pallet, "TotalHotkeyAlpha", out _)
        ? Query("TotalHotkeyAlpha", hotkey, netuid)
        : Query("TotalHotkeyStake", hotkey);

    private StorageQuery Query(string entry, params IReadOnlyList<object?> keys) => new(state.Metadata.Storage(Pallet, entry), keys);

    private static double Share(IReadOnlyList<ScaleValue> column, int uid) => uid < column.Count ? column[uid].AsUInt16() / (double)ushort.MaxValue : 0;
}
