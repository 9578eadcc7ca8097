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

    private static async Task<SubnetLine[]> ReadAsync(ChainState state, ushort[] netuids, CancellationToken cancellationToken)
    {
        string[] optional = [.. new[] { "TokenSymbol", Identity }.Where(name => state.Metadata.TryGetStorage(Pallet, name, out _))];
        string[] names = [.. s_entries, .. optional];
        StorageEntry[] entries = [.. names.Select(name => state.Metadata.Storage(Pallet, name))];
        IReadOnlyList<ScaleValue> values = await state.GetManyAsync(
            [.. netuids.SelectMany(netuid => entries.Select(entry => new StorageQuery(entry, netuid)))], cancellationToken);
        return [.. netuids.Select((netuid, i) => Line(netuid, name => Array.IndexOf(names, name) is >= 0 and int at ? values[(i * names.Length) + at] : ScaleValue.Null))];
    }

    private static SubnetLine Line(ushort netuid, Func<string, ScaleValue> value) => new(
        netuid,
        value(Identity) is { IsNull: false } identity ? Text(identity["subnet_name"]) : null,
        Text(value("TokenSymbol")),
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
