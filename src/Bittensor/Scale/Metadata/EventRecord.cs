namespace Bittensor.Scale.Metadata;

/// <summary>An event of a block.</summary>
/// <param name="ExtrinsicIndex">The extrinsic it belongs to, by position in the block; null for events of the block itself.</param>
/// <param name="Pallet">The pallet's name.</param>
/// <param name="Name">The event's name.</param>
/// <param name="Fields">Its fields: a struct where they are named, a sequence where not, the value itself where there is one without
/// name.</param>
public sealed record EventRecord(uint? ExtrinsicIndex, string Pallet, string Name, ScaleValue Fields);
