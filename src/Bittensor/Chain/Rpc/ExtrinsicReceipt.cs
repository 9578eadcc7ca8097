using Bittensor.Scale.Metadata;

namespace Bittensor.Chain.Rpc;

/// <summary>An extrinsic that a block holds and whose call succeeded.</summary>
/// <param name="Hash">The extrinsic's hash, as 0x-hex.</param>
/// <param name="BlockHash">The block's hash, as 0x-hex.</param>
/// <param name="BlockNumber">The block's number.</param>
/// <param name="Index">Position in the block.</param>
/// <param name="Events">What it brought about.</param>
public sealed record ExtrinsicReceipt(string Hash, string BlockHash, ulong BlockNumber, int Index, IReadOnlyList<EventRecord> Events);
