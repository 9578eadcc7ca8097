using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Bittensor.Crypto;
using Bittensor.Scale;

namespace Bittensor.Chain.Rpc;

/// <summary>Addresses as the chain keeps them: a u128 whose low 32 bits are an IPv4 address, and 4 or 6 as its kind.</summary>
internal static class AxonAddress
{
    /// <summary>The number and the kind of an address.</summary>
    public static (UInt128 Number, byte Kind) ToChain(IPAddress address)
    {
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        byte[] bytes = plain.GetAddressBytes();
        return plain.AddressFamily == AddressFamily.InterNetwork
            ? (BinaryPrimitives.ReadUInt32BigEndian(bytes), (byte)4)
            : (BinaryPrimitives.ReadUInt128BigEndian(bytes), (byte)6);
    }

    /// <summary>An axon as storage holds it; nothing (null) if the neuron has never served.</summary>
    public static AxonInfo Read(AccountId hotkey, ScaleValue axon) => axon.IsNull
        ? new AxonInfo(hotkey, IPAddress.Any, 0)
        : new ServedAxon(
            axon["ip"].AsUInt128(),
            (byte)axon["ip_type"].AsInteger(),
            axon["port"].AsUInt16(),
            (uint)axon["version"].AsInteger(),
            (byte)axon["protocol"].AsInteger()).ToAxonInfo(hotkey);
}
