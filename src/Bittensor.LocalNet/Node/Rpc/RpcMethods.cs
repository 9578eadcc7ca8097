using System.Text.Json.Nodes;

namespace Bittensor.LocalNet.Node.Rpc;

/// <summary>Collects the methods that a node offers.</summary>
internal sealed class RpcMethods
{
    private readonly Dictionary<string, Func<RpcRequest, JsonNode?>> _methods = new(StringComparer.Ordinal);

    public void Add(string name, Func<RpcRequest, JsonNode?> handler) => _methods.Add(name, handler);

    /// <summary>A subscription and the method that ends it.</summary>
    /// <param name="subscribe">Name of the method that begins it and answers with its id.</param>
    /// <param name="unsubscribe">Name of the method that ends it and answers whether it was there.</param>
    /// <param name="notification">Name under which it notifies.</param>
    /// <param name="begin">Reads the request; gives what then runs, with the function that sends one notification.</param>
    public void AddSubscription(
        string subscribe,
        string unsubscribe,
        string notification,
        Func<RpcRequest, Func<Action<JsonNode?>, CancellationToken, Task>> begin)
    {
        Add(subscribe, request => request.Session.Subscribe(notification, begin(request)));
        Add(unsubscribe, request => request.Session.Unsubscribe(request.Text(0, "subscription")));
    }

    /// <summary>All methods, with the one that lists them.</summary>
    public IReadOnlyDictionary<string, Func<RpcRequest, JsonNode?>> Table()
    {
        string[] names = [.. _methods.Keys.Append("rpc_methods").Order(StringComparer.Ordinal)];
        Add("rpc_methods", _ => new JsonObject { ["methods"] = new JsonArray([.. names.Select(name => JsonValue.Create(name))]) });
        return _methods;
    }
}
