using System.Net;
using System.Net.Sockets;
using Bittensor.Chain;
using Bittensor.Crypto;

namespace Bittensor.LocalNet.Ledger;

/// <summary>Where neurons serve: axons, with a certificate or without, and measurements.</summary>
internal static class Serving
{
    /// <summary>A certificate is a byte for the algorithm and a public key of at most 64 bytes.</summary>
    private const int MaxCertificate = 65;

    /// <param name="state">The ledger.</param>
    /// <param name="netuid">The subnet.</param>
    /// <param name="hotkey">Who serves.</param>
    /// <param name="served">Where.</param>
    /// <param name="certificate">The certificate of serve_axon_tls; as on the chain one of an impossible length is passed over.</param>
    /// <param name="events">What happened.</param>
    public static void Axon(
        LedgerState state, ushort netuid, AccountId hotkey, AxonInfo served, ReadOnlyMemory<byte>? certificate, List<ChainEvent> events)
    {
        (Subnet subnet, ushort uid) = Find(state, netuid, hotkey);
        AxonInfo axon = served with { Hotkey = hotkey };
        RequireReachable(axon.Address, axon.Port);
        Neuron neuron = subnet.Neurons[uid];
        RequirePace(neuron.AxonServedAt, subnet.Rules, state.BlockNumber, "axon");
        subnet.Update(uid, neuron with
        {
            Axon = axon,
            AxonServedAt = state.BlockNumber,
            Certificate = certificate is { Length: > 0 and <= MaxCertificate } given ? given : neuron.Certificate,
        });
        events.Add(new ChainEvent.AxonServed(netuid, axon));
    }

    public static void Prometheus(LedgerState state, Extrinsic.ServePrometheus call, List<ChainEvent> events)
    {
        RequireReachable(call.Endpoint.Address, call.Endpoint.Port);
        (Subnet subnet, ushort uid) = Find(state, call.Netuid, call.Hotkey);
        Neuron neuron = subnet.Neurons[uid];
        RequirePace(neuron.Prometheus?.Block, subnet.Rules, state.BlockNumber, "Prometheus endpoint");
        subnet.Update(uid, neuron with { Prometheus = call.Endpoint with { Block = state.BlockNumber } });
        events.Add(new ChainEvent.PrometheusServed(call.Netuid, call.Hotkey));
    }

    private static (Subnet Subnet, ushort Uid) Find(LedgerState state, ushort netuid, AccountId hotkey)
    {
        Subnet subnet = state.GetSubnet(netuid);
        return subnet.FindUid(hotkey) is ushort uid
            ? (subnet, uid)
            : throw new ChainException(
                "HotKeyNotRegisteredInNetwork", $"The hotkey {hotkey} has no uid on subnet {netuid}; register it first.");
    }

    private static void RequirePace(ulong? last, SubnetHyperparameters rules, ulong block, string what)
    {
        if (block - last < rules.ServingRateLimit)
            throw new ChainException(
                "ServingRateLimitExceeded",
                $"The {what} was announced in block {last}; the next time may be in block {last + rules.ServingRateLimit}.");
    }

    /// <summary>Loopback addresses are fine here, unlike on the real chain: a local network lives on them.</summary>
    private static void RequireReachable(IPAddress address, int port)
    {
        if (address.AddressFamily is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6))
            throw new ChainException("InvalidIpType", $"{address} is neither IPv4 nor IPv6.");
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || address.Equals(IPAddress.Broadcast))
            throw new ChainException("InvalidIpAddress", $"{address} names no host; announce the address that others reach.");
        if (port is < 1 or > ushort.MaxValue)
            throw new ChainException("InvalidPort", $"{port} is no TCP port (1 to 65535).");
    }
}
