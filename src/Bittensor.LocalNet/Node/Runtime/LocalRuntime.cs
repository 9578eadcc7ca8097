using System.Text;
using Bittensor.Crypto;
using Bittensor.Scale;
using Bittensor.Scale.Extrinsics;
using Bittensor.Scale.Metadata;

namespace Bittensor.LocalNet.Node.Runtime;

/// <summary>What the node says about its runtime: metadata, version, the format of extrinsics. Immutable and thread-safe.</summary>
internal sealed class LocalRuntime
{
    public const string SpecName = "node-subtensor";

    public const string ImplName = "audiosubnet-localnet";

    /// <summary>The main network's version whose names, types and storage layouts are served.</summary>
    public const uint SpecVersion = 424;

    public const uint TransactionVersion = 1;

    private readonly Dictionary<uint, byte[]> _encoded;

    /// <param name="blockTime">Time between two blocks.</param>
    /// <param name="blockHashCount">How many blocks an extrinsic's era may reach back.</param>
    public LocalRuntime(TimeSpan blockTime, int blockHashCount)
    {
        // Clients take the block time for twice the minimum period.
        ulong period = Math.Max(1, (ulong)(blockTime.TotalMilliseconds / 2));
        RuntimeMetadata named = RuntimeDefinition.Build(Constants(period, blockHashCount, []));
        Apis = [.. named.Content.Apis.Select(api => (Hash(api.Name), ApiVersion(api.Name)))];
        Metadata = RuntimeDefinition.Build(Constants(period, blockHashCount, Apis));
        Extrinsics = new ExtrinsicFormat(Metadata);
        _encoded = new() { [14] = Metadata.Encode(14), [15] = Metadata.Encode(15) };
    }

    public RuntimeMetadata Metadata { get; }

    public ExtrinsicFormat Extrinsics { get; }

    /// <summary>The runtime APIs by the BLAKE2b-64 of their names, with their versions.</summary>
    public IReadOnlyList<(byte[] Name, uint Version)> Apis { get; }

    /// <summary>The versions of metadata that are served.</summary>
    public IEnumerable<uint> MetadataVersions => _encoded.Keys.Order();

    /// <summary>The metadata of a version, or null.</summary>
    public byte[]? EncodedMetadata(uint version) => _encoded.GetValueOrDefault(version);

    /// <summary>The value of the type <c>sp_version::RuntimeVersion</c>.</summary>
    public static object Version(IReadOnlyList<(byte[] Name, uint Version)> apis) => ScaleValue.Struct(
        ("spec_name", SpecName),
        ("impl_name", ImplName),
        ("authoring_version", 1),
        ("spec_version", SpecVersion),
        ("impl_version", 1),
        ("apis", apis.Select(api => (object)(api.Name, api.Version))),
        ("transaction_version", TransactionVersion),
        ("system_version", 1));

    private static Dictionary<string, object> Constants(
        ulong period, int blockHashCount, IReadOnlyList<(byte[], uint)> apis) => new(StringComparer.Ordinal)
        {
            ["System.BlockHashCount"] = blockHashCount,
            ["System.Version"] = Version(apis),
            ["Timestamp.MinimumPeriod"] = period,
            ["Balances.ExistentialDeposit"] = 0,
        };

    /// <summary>Of spec 424. Clients choose the decoders of the standard APIs by it.</summary>
    private static uint ApiVersion(string api) => api switch
    {
        "Core" => 5,
        "Metadata" or "SubnetInfoRuntimeApi" => 2,
        "TransactionPaymentApi" => 4,
        _ => 1,
    };

    private static byte[] Hash(string api)
    {
        byte[] hash = new byte[8];
        Hashes.Blake2b(Encoding.UTF8.GetBytes(api), hash);
        return hash;
    }
}
