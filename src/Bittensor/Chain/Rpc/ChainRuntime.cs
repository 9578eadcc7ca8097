using Bittensor.Scale.Extrinsics;
using Bittensor.Scale.Metadata;

namespace Bittensor.Chain.Rpc;

/// <summary>A runtime that a chain has had at some block. Immutable and thread-safe.</summary>
/// <param name="SpecName">Name of the runtime, <c>node-subtensor</c> on the main network.</param>
/// <param name="SpecVersion">Version of its logic.</param>
/// <param name="TransactionVersion">Version of its extrinsics.</param>
/// <param name="Metadata">What it says about itself.</param>
public sealed record ChainRuntime(string SpecName, uint SpecVersion, uint TransactionVersion, RuntimeMetadata Metadata)
{
    private readonly Lazy<ExtrinsicFormat> _extrinsics = new(() => new ExtrinsicFormat(Metadata));

    /// <summary>How its extrinsics are written.</summary>
    /// <exception cref="NotSupportedException">The runtime wants something of extrinsics that this library does not know.</exception>
    public ExtrinsicFormat Extrinsics => _extrinsics.Value;
}
