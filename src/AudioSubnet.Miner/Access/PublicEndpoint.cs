using System.Net;
using System.Net.Sockets;
using Bittensor.Chain;
using Bittensor.Crypto;
using Bittensor.Wire;
using Microsoft.Extensions.Logging;

namespace AudioSubnet.Miner.Access;

/// <summary>Finds out which address and port to announce.</summary>
internal static class PublicEndpoint
{
    /// <summary>
    /// An address that no host has (RFC 5737): connecting a datagram socket to it sends nothing and picks the outgoing route.
    /// </summary>
    private static readonly IPEndPoint Elsewhere = new(new IPAddress([192, 0, 2, 1]), 9);

    public static AxonInfo Of(AccountId hotkey, MinerOptions options, int listeningPort, ILogger logger)
    {
        IPAddress listening = options.Axon.Address;
        bool listensEverywhere = listening.Equals(IPAddress.Any) || listening.Equals(IPAddress.IPv6Any);
        IPAddress address = options.ExternalAddress ?? (listensEverywhere ? OutgoingAddress() : listening);
        if (options.ExternalAddress is null && listensEverywhere && IsPrivate(address))
            MinerLog.PrivateAddress(logger, address);
        return new AxonInfo(hotkey, address, options.ExternalPort ?? listeningPort, (uint)options.Axon.Version);
    }

    private static IPAddress OutgoingAddress()
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(Elsewhere);
            return ((IPEndPoint)socket.LocalEndPoint!).Address;
        }
        catch (SocketException)
        {
            return IPAddress.Loopback; // no route to anywhere: only this machine can reach us
        }
    }

    /// <summary>True for addresses that the internet does not route: loopback, RFC 1918, RFC 6598 and link-local ones.</summary>
    private static bool IsPrivate(IPAddress address) => IPAddress.IsLoopback(address) || address.GetAddressBytes() is
        [10, ..] or [172, >= 16 and < 32, ..] or [192, 168, ..] or [100, >= 64 and < 128, ..] or [169, 254, ..];
}
