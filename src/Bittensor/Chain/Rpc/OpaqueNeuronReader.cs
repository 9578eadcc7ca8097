using Bittensor.Crypto;
using Bittensor.Scale;

namespace Bittensor.Chain.Rpc;

/// <summary>
/// Reads neurons from the byte vector in which runtimes up to spec 230 wrapped the answer of <c>get_neurons_lite</c>. No metadata describes
/// what is in it: the layout is that of <c>pallet_subtensor::rpc_info::neuron_info::NeuronInfoLite</c> of that time.
/// </summary>
internal static class OpaqueNeuronReader
{
    /// <summary>Shares are fractions of this.</summary>
    private const double Whole = ushort.MaxValue;

    /// <exception cref="ScaleException">The bytes are no such list.</exception>
    public static IReadOnlyList<NeuronInfo> Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new ScaleReader(bytes);
        int count = reader.ReadLength(minimumElementBytes: 130);
        var neurons = new List<NeuronInfo>(count);
        for (int i = 0; i < count; i++)
            neurons.Add(ReadNeuron(ref reader));
        reader.ExpectEnd();
        return neurons;
    }

    private static NeuronInfo ReadNeuron(ref ScaleReader reader)
    {
        AccountId hotkey = reader.ReadAccountId();
        AccountId coldkey = reader.ReadAccountId();
        ushort uid = reader.ReadCompactUInt16();
        reader.ReadCompactUInt16(); // netuid
        bool active = reader.ReadBool();
        AxonInfo axon = ReadAxon(ref reader, hotkey);
        reader.ReadBytes(8 + 4 + 16 + 2 + 1); // prometheus: block, version, ip, port, kind of ip
        int shares = reader.ReadLength(minimumElementBytes: AccountId.Length + 1);
        UInt128 stake = 0;
        for (int i = 0; i < shares; i++)
        {
            reader.ReadAccountId();
            stake += reader.ReadCompactUInt64();
        }

        ushort rank = reader.ReadCompactUInt16();
        ulong emission = reader.ReadCompactUInt64();
        ushort incentive = reader.ReadCompactUInt16();
        ushort consensus = reader.ReadCompactUInt16();
        ushort trust = reader.ReadCompactUInt16();
        ushort validatorTrust = reader.ReadCompactUInt16();
        ushort dividends = reader.ReadCompactUInt16();
        ulong lastUpdate = reader.ReadCompactUInt64();
        bool permit = reader.ReadBool();
        reader.ReadCompactUInt16(); // pruning score
        return new NeuronInfo
        {
            Uid = uid,
            Hotkey = hotkey,
            Coldkey = coldkey,
            Axon = axon,
            Stake = new Balance((ulong)UInt128.Min(stake, ulong.MaxValue)),
            Emission = new Balance(emission),
            Rank = rank / Whole,
            Trust = trust / Whole,
            Incentive = incentive / Whole,
            Consensus = consensus / Whole,
            ValidatorTrust = validatorTrust / Whole,
            Dividends = dividends / Whole,
            LastUpdate = lastUpdate,
            ValidatorPermit = permit,
            Active = active,
        };
    }

    private static AxonInfo ReadAxon(ref ScaleReader reader, AccountId hotkey)
    {
        reader.ReadUInt64(); // block
        uint version = reader.ReadUInt32();
        UInt128 ip = reader.ReadUInt128();
        ushort port = reader.ReadUInt16();
        byte kind = reader.ReadByte();
        byte protocol = reader.ReadByte();
        reader.ReadBytes(2); // placeholders
        return new ServedAxon(ip, kind, port, version, protocol).ToAxonInfo(hotkey);
    }
}
