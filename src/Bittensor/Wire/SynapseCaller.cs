using System.Net;
using Bittensor.Crypto;

namespace Bittensor.Wire;

/// <summary>
/// Who calls, as the headers alone state it: what blacklist and priority decide on. The signature has not been checked yet
/// when a blacklist sees it.
/// </summary>
/// <param name="Hotkey">The caller's hotkey.</param>
/// <param name="SynapseName">The synapse it asks for.</param>
/// <param name="Address">The address the connection comes from.</param>
/// <param name="Version">The caller's SDK version as an integer, if stated; unsigned, so no rule may depend on it.</param>
/// <param name="Timeout">How long the caller says it waits, in seconds; unsigned.</param>
public sealed record SynapseCaller(AccountId Hotkey, string SynapseName, IPAddress? Address, long? Version, double? Timeout = null);
