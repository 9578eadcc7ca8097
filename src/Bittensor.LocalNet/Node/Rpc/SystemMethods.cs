using System.Text.Json.Nodes;
using Bittensor.Crypto;
using Bittensor.LocalNet.Node.Calls;

namespace Bittensor.LocalNet.Node.Rpc;

/// <summary>system_*: what the node is, and the next nonce of an account.</summary>
internal sealed class SystemMethods(NodeOptions options, TransactionPool pool)
{
    public void AddTo(RpcMethods methods)
    {
        methods.Add("system_chain", _ => options.ChainName);
        methods.Add("system_chainType", _ => "Development");
        methods.Add("system_name", _ => "AudioSubnet LocalNet");
        methods.Add("system_version", _ => typeof(SystemMethods).Assembly.GetName().Version!.ToString(3));
        methods.Add("system_properties", _ => new JsonObject { ["ss58Format"] = 42, ["tokenDecimals"] = 9, ["tokenSymbol"] = "TAO" });
        methods.Add("system_health", _ => new JsonObject { ["peers"] = 0, ["isSyncing"] = false, ["shouldHavePeers"] = false });
        methods.Add("system_peers", _ => new JsonArray());
        methods.Add("system_nodeRoles", _ => new JsonArray("Authority"));
        methods.Add("system_accountNextIndex", NextIndex);
        methods.Add("account_nextIndex", NextIndex);
    }

    private JsonNode NextIndex(RpcRequest request)
    {
        string address = request.Text(0, "account");
        return AccountId.TryParse(address, out AccountId account)
            ? pool.NextNonce(account)
            : throw RpcException.InvalidParameters($"'{address}' is not an SS58 address.");
    }
}
