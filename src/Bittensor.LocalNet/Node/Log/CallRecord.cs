namespace Bittensor.LocalNet.Node.Log;

/// <summary>A call of a block: a signed extrinsic, or a call from within the process with the account in whose name it was made.</summary>
/// <param name="Signer">SS58 address; null for a signed extrinsic, which names its signer itself.</param>
/// <param name="Bytes">The extrinsic or the call, as hex.</param>
internal sealed record CallRecord(string? Signer, string Bytes);
