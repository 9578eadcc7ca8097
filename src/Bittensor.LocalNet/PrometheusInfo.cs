using System.Net;

namespace Bittensor.LocalNet;

/// <summary>Where a neuron's measurements can be read.</summary>
/// <param name="Address">IPv4 or IPv6 address.</param>
/// <param name="Port">TCP port.</param>
/// <param name="Version">SDK version as an integer.</param>
/// <param name="Block">Block of the announcement; the chain fills it in.</param>
public sealed record PrometheusInfo(IPAddress Address, ushort Port, uint Version, ulong Block = 0);
