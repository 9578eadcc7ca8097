using System.Text.Json.Nodes;
using Bittensor.LocalNet.Node.Blocks;
using Bittensor.LocalNet.Node.Calls;

namespace Bittensor.LocalNet.Node.Rpc;

/// <summary>author_* and payment_*: extrinsics on their way into a block, and what they cost.</summary>
internal sealed class AuthorMethods(TransactionPool pool, ExtrinsicChecker checker)
{
    public void AddTo(RpcMethods methods)
    {
        methods.Add("author_submitExtrinsic", request => Submit(request).Hash.ToString());
        methods.Add("author_pendingExtrinsics", _ => new JsonArray(
            [.. pool.Pending.Select(entry => JsonValue.Create(RpcText.Hex(entry.Extrinsic.Encoded.Span)))]));
        methods.AddSubscription(
            "author_submitAndWatchExtrinsic", "author_unwatchExtrinsic", "author_extrinsicUpdate", request => Watch(Submit(request)));
        methods.Add("payment_queryInfo", QueryInfo);
        methods.Add("payment_queryFeeDetails", QueryFeeDetails);
    }

    /// <summary>The states of one extrinsic, to the last.</summary>
    private static Func<Action<JsonNode?>, CancellationToken, Task> Watch(PooledExtrinsic entry) => async (notify, cancellationToken) =>
    {
        if (!entry.Ready.IsCompleted)
            notify("future");
        await entry.Ready.WaitAsync(cancellationToken);
        notify("ready");
        if (await entry.Included.WaitAsync(cancellationToken) is not NodeBlock block)
        {
            notify("invalid");
            return;
        }
        notify(new JsonObject { ["inBlock"] = block.Hash.ToString() });
        notify(new JsonObject { ["finalized"] = block.Hash.ToString() });
    };

    private PooledExtrinsic Submit(RpcRequest request) => Refusable(() => pool.Submit(request.Bytes(0, "extrinsic")));

    private JsonObject QueryInfo(RpcRequest request) => new()
    {
        ["weight"] = new JsonObject { ["ref_time"] = FeeSchedule.WeightTime, ["proof_size"] = 0 },
        ["class"] = "normal",
        ["partialFee"] = Price(request).ToString(),
    };

    private JsonObject QueryFeeDetails(RpcRequest request)
    {
        ulong fee = Price(request);
        ulong bytes = fee == 0 ? 0 : fee - FeeSchedule.Base;
        return new JsonObject
        {
            ["inclusionFee"] = new JsonObject
            {
                ["baseFee"] = $"0x{fee - bytes:x}",
                ["lenFee"] = $"0x{bytes:x}",
                ["adjustedWeightFee"] = "0x0",
            },
        };
    }

    /// <summary>The fee without the tip, in rao.</summary>
    private ulong Price(RpcRequest request)
    {
        Extrinsic.Signed extrinsic = Refusable(() => checker.Price(request.Bytes(0, "extrinsic")));
        return (extrinsic.Fee - extrinsic.Tip).Rao;
    }

    private static T Refusable<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (PoolException refusal)
        {
            throw new RpcException(refusal.Code, refusal.Title, refusal.Reason);
        }
    }
}
