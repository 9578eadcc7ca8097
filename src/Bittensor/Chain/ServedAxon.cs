using System.Buffers.Binary;
using System.Net;
using Bittensor.Crypto;
using Bittensor.Scale;
using Bittensor.Scale.Metadata;

namespace Bittensor.Chain;

/// <summary>The chain's own record of an axon, as serve_axon left it: the address is an integer, an IPv4 one in its low 32 bits.</summary>
/// <param name="Ip">The address.</param>
/// <param name="IpType">4 or 6.</param>
/// <param name="Port">TCP port; 0 when nothing is served.</param>
/// <param name="Version">SDK version as an integer.</param>
/// <param name="Protocol">Transport number.</param>
internal readonly record struct ServedAxon(UInt128 Ip, byte IpType, ushort Port, uint Version, byte Protocol)
{
    /// <summary>Reads a struct <c>AxonInfo</c> of the pallet, by its fields' names; others are passed over.</summary>
    public static ServedAxon Read(TypeRegistry types, int type, ref ScaleReader reader)
    {
        if (types[type].Shape is not CompositeShape axon)
            throw reader.Fail($"an axon is a struct, not {types.NameOf(type)}");
        var served = new ServedAxon();
        foreach (TypeField field in axon.Fields)
        {
            switch (field.Name)
            {
                case "ip":
                    served = served with { Ip = types.ReadUnsigned(field.Type, ref reader) };
                    break;
                case "ip_type":
                    served = served with { IpType = (byte)types.ReadUnsigned(field.Type, ref reader) };
                    break;
                case "port":
                    served = served with { Port = (ushort)types.ReadUnsigned(field.Type, ref reader) };
                    break;
                case "version":
                    served = served with { Version = (uint)types.ReadUnsigned(field.Type, ref reader) };
                    break;
                case "protocol":
                    served = served with { Protocol = (byte)types.ReadUnsigned(field.Type, ref reader) };
                    break;
                default:
                    types.Skip(field.Type, ref reader);
                    break;
            }
        }

        return served;
    }

    /// <summary>The record for users of the SDK.</summary>
    public AxonInfo ToAxonInfo(AccountId hotkey)
    {
        if (Port == 0 || Ip == 0)
            return new AxonInfo(hotkey, IPAddress.Any, 0, Version, Protocol);
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Ip);
        return new AxonInfo(hotkey, new IPAddress(IpType == 6 ? bytes : bytes[12..]), Port, Version, Protocol);
    }
}
