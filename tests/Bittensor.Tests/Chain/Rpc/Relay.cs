using Bittensor.Chain.Rpc;

namespace Bittensor.Tests.Chain.Rpc;

/// <summary>A node in front of a real one, that a test can make answer otherwise.</summary>
internal static class Relay
{
    /// <summary>Passes everything on. Heads are followed by asking, since subscriptions stay here.</summary>
    public static async Task<FakeNode> StartAsync(RpcClient upstream)
    {
        FakeNode relay = await FakeNode.StartAsync();
        relay.Otherwise = async call =>
        {
            try
            {
                await call.ReplyAsync(await upstream.RequestAsync(call.Method, [.. call.Parameters.EnumerateArray()], TestContext.Current.CancellationToken));
            }
            catch (RpcException refusal)
            {
                await call.FailAsync(refusal.Code, refusal.Error, refusal.Details);
            }
        };
        return relay.On("chain_subscribeNewHeads", async call =>
        {
            await call.ReplyAsync("heads");
            for (int i = 0; i < 3; i++)
                await call.NotifyAsync("chain_newHead", "heads", await upstream.RequestAsync("chain_getHeader", [], TestContext.Current.CancellationToken));
        });
    }
}
