using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Bittensor.Wire;

/// <summary>Counts the open connections of each address and closes those above the limit before a byte of them is read. Thread-safe.</summary>
internal sealed class ConnectionLimiter(int limit)
{
    /// <summary>Bytes of an IPv6 address that name the network; whoever has one has all 2^64 addresses in it.</summary>
    private const int NetworkBytes = 8;

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _open = [];

    /// <summary>Hands the connection on for as long as it lasts, or closes it.</summary>
    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        IPAddress peer = connection.RemoteEndPoint is IPEndPoint { Address: { } address } ? PeerOf(address) : IPAddress.None;
        if (!TryEnter(peer))
        {
            connection.Abort(new ConnectionAbortedException($"Address {peer} has {limit} connections open."));
            return;
        }
        try
        {
            await next(connection);
        }
        finally
        {
            Leave(peer);
        }
    }

    /// <summary>Whom an address stands for: itself, or the /64 network of an IPv6 address.</summary>
    internal static IPAddress PeerOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        byte[] bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }

    private bool TryEnter(IPAddress peer)
    {
        lock (_lock)
        {
            int open = _open.GetValueOrDefault(peer);
            if (open >= limit)
                return false;
            _open[peer] = open + 1;
            return true;
        }
    }

    private void Leave(IPAddress peer)
    {
        lock (_lock)
            if (--_open[peer] == 0)
                _open.Remove(peer);
    }
}
