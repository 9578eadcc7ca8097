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

    /// <summary>The address of a number; <see cref="IPAddress.Any"/> for what is no address of its kind.</summary>
    public static IPAddress FromChain(UInt128 number, int kind)
    {
        byte[] bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        return kind switch
        {
            6 => new IPAddress(bytes),
            4 when number <= uint.MaxValue => new IPAddress(bytes.AsSpan(12)),
            _ => IPAddress.Any,
        };
    }

    /// <summary>An axon as storage and runtime APIs hold it; nothing (null) if the neuron has never served.</summary>
    public static AxonInfo Read(AccountId hotkey, ScaleValue axon) => axon.IsNull
        ? new AxonInfo(hotkey, IPAddress.Any, 0)
        : new AxonInfo(
            hotkey,
            FromChain(axon["ip"].AsUInt128(), axon["ip_type"].AsInt32()),
            axon["port"].AsUInt16(),
            (uint)axon["version"].AsInteger(),
            (byte)axon["protocol"].AsInteger());
}
