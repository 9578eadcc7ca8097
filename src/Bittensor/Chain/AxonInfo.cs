using System.Net;
using Bittensor.Crypto;

namespace Bittensor.Chain;

/// <summary>Where a neuron serves, as it stands on the chain.</summary>
/// <param name="Hotkey">The neuron's hotkey.</param>
/// <param name="Address">IPv4 or IPv6 address; <see cref="IPAddress.Any"/> when nothing is served.</param>
/// <param name="Port">TCP port, 0 when nothing is served.</param>
/// <param name="Version">SDK version as an integer.</param>
/// <param name="Protocol">Transport number, 4 for Bittensor's HTTP.</param>
public sealed record AxonInfo(AccountId Hotkey, IPAddress Address, int Port, uint Version = 0, byte Protocol = 4)
{
    /// <summary>True if an address has been served to the chain.</summary>
    public bool IsServing => Port != 0 && !Address.Equals(IPAddress.Any);
}
