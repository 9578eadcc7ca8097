using System.Text;
using Bittensor.Chain;
using Bittensor.Chain.Rpc;
using Bittensor.Scale;
using Bittensor.Scale.Metadata;

namespace AudioSubnet.Cli.Commands;

/// <summary>Reads what the lists of subnets show, from storage; what a runtime does not have is left out.</summary>
internal static class SubnetQuery
{
    private const string Pallet = "SubtensorModule";
    private const string Identity = "SubnetIdentitiesV3";

    private static readonly string[] s_entries =
    [
        "SubnetOwner", "NetworkRegisteredAt", "SubnetworkN", "MaxAllowedUids", "Tempo", "Burn", "NetworkRegistrationAllowed", "CommitRevealWeightsEnabled",
    ];

    /// <summary>All subnets, by netuid.</summary>
    public static async Task<SubnetLine[]> AllAsync(ChainState state, CancellationToken cancellationToken)
    {
        IReadOnlyList<StorageItem> added = await state.GetAllAsync(Pallet, "NetworksAdded", [], cancellationToken);
        ushort[] netuids = [.. added.Where(item => item.Value.AsBool()).Select(item => item.Keys[0]!.AsUInt16()).Order()];
        return await ReadAsync(state, netuids, cancellationToken);
    }

    /// <summary>One subnet, which must exist.</summary>
    public static async Task<SubnetLine> OneAsync(ChainState state, ushort netuid, CancellationToken cancellationToken) =>
        (await ReadAsync(state, [netuid], cancellationToken))[0];

    /// <summary>What a new subnet costs; null if the runtime does not say.</summary>
    public static async Task<Balance?> PriceOfNewAsync(ChainState state, CancellationToken cancellationToken) =>
        state.Metadata.TryGetApiMethod("SubnetRegistrationRuntimeApi", "get_network_registration_cost", out _)
            ? new Balance((await state.CallAsync("SubnetRegistrationRuntimeApi", "get_network_registration_cost", [], cancellationToken)).AsUInt64())
            : null;

    /// <summary>The first block of the next epoch; null if the runtime does not say, or the subnet has none.</summary>
    public static async Task<ulong?> NextEpochAsync(ChainState state, ushort netuid, CancellationToken cancellationToken) =>
        state.Metadata.TryGetApiMethod("SubnetInfoRuntimeApi", "get_next_epoch_start_block", out _)
        && await state.CallAsync("SubnetInfoRuntimeApi", "get_next_epoch_start_block", [netuid], cancellationToken) is { IsNull: false } block
            ? block.AsUInt64()
            : null;

    /// <summary>What one alpha of each subnet costs in TAO; empty if the runtime does not say.</summary>
    private static async Task<Dictionary<ushort, decimal>> PricesAsync(ChainState state, CancellationToken cancellationToken)
    {
        if (!state.Metadata.TryGetApiMethod("SwapRuntimeApi", "current_alpha_price_all", out _))
            return [];
        ScaleValue prices = await state.CallAsync("SwapRuntimeApi", "current_alpha_price_all", [], cancellationToken);
        return prices.Items.ToDictionary(price => price["netuid"].AsUInt16(), price => new Balance(price["price"].AsUInt64()).Tao);
    }

    private static async Task<SubnetLine[]> ReadAsync(ChainState state, ushort[] netuids, CancellationToken cancellationToken)
    {
        Task<Dictionary<ushort, decimal>> prices = PricesAsync(state, cancellationToken);
        string[] optional = [.. new[] { "TokenSymbol", Identity }.Where(name => state.Metadata.TryGetStorage(Pallet, name, out _))];
        string[] names = [.. s_entries, .. optional];
        StorageEntry[] entries = [.. names.Select(name => state.Metadata.Storage(Pallet, name))];
        IReadOnlyList<ScaleValue> values = await state.GetManyAsync(
            [.. netuids.SelectMany(netuid => entries.Select(entry => new StorageQuery(entry, netuid)))], cancellationToken);
        Dictionary<ushort, decimal> known = await prices;
        return [.. netuids.Select((netuid, i) => Line(netuid, known.TryGetValue(netuid, out decimal price) ? price : null, name => Array.IndexOf(names, name) is >= 0 and int at ? values[(i * names.Length) + at] : ScaleValue.Null))];
    }

    private static SubnetLine Line(ushort netuid, decimal? price, Func<string, ScaleValue> value) => new(
        netuid,
        value(Identity) is { IsNull: false } identity ? Text(identity["subnet_name"]) : null,
        Text(value("TokenSymbol")),
        price,
        value("SubnetOwner").AsAccountId().ToString(),
        value("NetworkRegisteredAt").AsUInt64(),
        value("SubnetworkN").AsInt32(),
        value("MaxAllowedUids").AsInt32(),
        value("Tempo").AsInt32(),
        new Balance(value("Burn").AsUInt64()).Tao,
        value("NetworkRegistrationAllowed").AsBool(),
        value("CommitRevealWeightsEnabled").AsBool());

    private static string? Text(ScaleValue bytes) => bytes.IsNull ? null : Encoding.UTF8.GetString(bytes.AsBytes().Span);
}
