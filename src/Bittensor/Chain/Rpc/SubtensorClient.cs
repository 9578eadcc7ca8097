using System.Text.Json;
using Bittensor.Chain.Rpc.Reveals;
using Bittensor.Crypto;

namespace Bittensor.Chain.Rpc;

/// <summary>
/// The Bittensor network through a node's JSON-RPC. Everything is driven by the metadata that the node serves, so one client speaks to
/// every runtime. Connects when first used and reconnects by itself. Thread-safe.
/// </summary>
/// <remarks>
/// Queries see one block each. Calls come back when a block holds them; a call that the chain refuses throws <see cref="ChainException"/>
/// with the pallet's error name. All methods throw <see cref="ChainUnavailableException"/> when no node answers in time, and
/// <see cref="RpcException"/> when a node refuses a request; <see cref="FormatException"/> when its answer is not what it should be.
/// </remarks>
public sealed partial class SubtensorClient : ISubtensor, IAsyncDisposable
{
    private readonly RuntimeCache _runtimes;
    private readonly ExtrinsicSender _sender;
    private readonly WeightReveals _reveals;
    private readonly SubtensorOptions _options;

    private SubtensorClient(RpcClient rpc, SubtensorOptions options, TimeProvider time)
    {
        Rpc = rpc;
        _runtimes = new RuntimeCache(rpc);
        _sender = new ExtrinsicSender(rpc, _runtimes, options, time);
        _reveals = new WeightReveals(this, options, time);
        _options = options;
    }

    /// <summary>The connection, for what has no method here.</summary>
    public RpcClient Rpc { get; }

    /// <summary>A client of a network. Nothing is opened yet.</summary>
    /// <param name="networkOrEndpoints"><c>finney</c>, <c>test</c>, <c>archive</c>, <c>local</c>, or URLs of scheme ws or wss; several,
    /// separated by commas, for fail-over.</param>
    /// <param name="options">Time limits and what extrinsics carry.</param>
    /// <param name="timeProvider">The clock for time limits.</param>
    /// <exception cref="FormatException">Neither a known name nor a WebSocket URL.</exception>
    public static SubtensorClient Connect(string networkOrEndpoints, SubtensorOptions? options = null, TimeProvider? timeProvider = null)
    {
        options ??= new SubtensorOptions();
        timeProvider ??= TimeProvider.System;
        return new SubtensorClient(new RpcClient(ChainEndpoints.Parse(networkOrEndpoints), options, timeProvider), options, timeProvider);
    }

    /// <summary>The chain at a block, or at the newest one.</summary>
    /// <param name="blockHash">0x-hex; null for the newest.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ChainException">BlockNotFound: the node has no such block.</exception>
    public async Task<ChainState> AtAsync(string? blockHash = null, CancellationToken cancellationToken = default)
    {
        string hash = blockHash ?? RpcJson.Text(await Rpc.RequestAsync("chain_getBlockHash", [], cancellationToken));
        Task<JsonElement> header = Rpc.RequestAsync("chain_getHeader", [hash], cancellationToken);
        ChainRuntime runtime = await _runtimes.GetAsync(hash, cancellationToken);
        JsonElement found = await header;
        return RpcJson.IsNull(found)
            ? throw new ChainException("BlockNotFound", $"The node has no block {hash}.")
            : new ChainState(Rpc, hash, RpcJson.HeaderNumber(found), runtime);
    }

    /// <summary>A call by names, for <c>SubmitAsync</c>: any that the runtime has.</summary>
    /// <param name="pallet">For example <c>SubtensorModule</c>.</param>
    /// <param name="call">For example <c>set_weights</c>.</param>
    /// <param name="arguments">.NET values in the metadata's order, or a single dictionary by name.</param>
    public static ChainCall Call(string pallet, string call, params IReadOnlyList<object?> arguments) => new(pallet, call, arguments);

    /// <summary>Signs a call, hands it in once, and waits until a block holds it, or as <see cref="SubtensorOptions.WaitFor"/> says.</summary>
    /// <exception cref="ChainException">The pool refused it, or it failed in its block; named as in the metadata.</exception>
    /// <exception cref="ChainUnavailableException">Not seen in a block within <see cref="SubtensorOptions.InclusionTimeout"/>; it may
    /// still enter one. Or its block was not final within <see cref="SubtensorOptions.FinalityTimeout"/>.</exception>
    /// <exception cref="Scale.Metadata.MetadataNameException">The runtime has no such call.</exception>
    /// <exception cref="Scale.ScaleEncodingException">An argument is missing or does not fit; the message names it.</exception>
    public Task<ExtrinsicReceipt> SubmitAsync(ChainCall call, Keypair signer, CancellationToken cancellationToken = default) =>
        SubmitAsync(call, signer, _options.WaitFor, cancellationToken);

    /// <summary>Signs a call, hands it in once, and waits until a block holds it, or until that block is final.</summary>
    /// <remarks>A fork may take the block away before it is final: the extrinsic is then looked for on the other branch, and the receipt is
    /// of the block that counts.</remarks>
    /// <exception cref="ChainException">The pool refused it, or it failed in its block; named as in the metadata.</exception>
    /// <exception cref="ChainUnavailableException">Not seen in a block, or not final, in time; the message says which.</exception>
    /// <exception cref="Scale.Metadata.MetadataNameException">The runtime has no such call.</exception>
    /// <exception cref="Scale.ScaleEncodingException">An argument is missing or does not fit; the message names it.</exception>
    public Task<ExtrinsicReceipt> SubmitAsync(ChainCall call, Keypair signer, WaitFor waitFor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(signer);
        return _sender.SendAsync(call, signer, waitFor, cancellationToken);
    }

    /// <summary>Closes the connection. What is still waited for ends with <see cref="ObjectDisposedException"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        await Rpc.DisposeAsync();
        _sender.Dispose();
        _reveals.Dispose();
    }
}
