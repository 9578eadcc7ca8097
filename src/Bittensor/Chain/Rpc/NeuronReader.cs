using Bittensor.Crypto;
using Bittensor.Scale;

namespace Bittensor.Chain.Rpc;

/// <summary>Reads the runtime API's NeuronInfoLite, in both forms that there have been.</summary>
internal static class NeuronReader
{
    /// <summary>The answer of <c>get_neurons_lite</c>: a typed list, or (runtimes of before 2025) a byte vector that holds one.</summary>
    /// <exception cref="ScaleException">The bytes are no such list.</exception>
    /// <exception cref="InvalidOperationException">The type is no such list.</exception>
    public static IReadOnlyList<NeuronInfo> Read(ScaleValue answer) => answer is ScaleBytes bytes
        ? ReadUntyped(bytes.Memory.Span)
        : [.. answer.Items.Select(ReadTyped)];

    private static NeuronInfo ReadTyped(ScaleValue neuron)
    {
        AccountId hotkey = neuron["hotkey"].AsAccountId();
        return new NeuronInfo
        {
            Uid = neuron["uid"].AsUInt16(),
            Hotkey = hotkey,
            Coldkey = neuron["coldkey"].AsAccountId(),
            Axon = AxonAddress.Read(hotkey, neuron["axon_info"]),
            Stake = new Balance(Sum(neuron["stake"].Items.Select(share => share[1].AsUInt64()))),
            Emission = new Balance(neuron["emission"].AsUInt64()),
            Incentive = Share(neuron["incentive"].AsUInt16()),
            Consensus = Share(neuron["consensus"].AsUInt16()),
            ValidatorTrust = Share(neuron["validator_trust"].AsUInt16()),
            Dividends = Share(neuron["dividends"].AsUInt16()),
            LastUpdate = neuron["last_update"].AsUInt64(),
            ValidatorPermit = neuron["validator_permit"].AsBool(),
            Active = neuron["active"].AsBool(),
        };
    }

    /// <summary>A u16 of the chain as a fraction of 1.</summary>
    internal static double Share(ushort value) => value / (double)ushort.MaxValue;

    /// <summary>A sum that stays at the largest amount there is.</summary>
    private static ulong Sum(IEnumerable<ulong> amounts) => amounts.Aggregate(0UL, (sum, amount) => amount > ulong.MaxValue - sum ? ulong.MaxValue : sum + amount);

    /// <summary>The layout of <c>pallet_subtensor::rpc_info::neuron_info::NeuronInfoLite</c> up to spec 230; no metadata describes it.</summary>
    private static List<NeuronInfo> ReadUntyped(ReadOnlySpan<byte> bytes)
    {
        var reader = new ScaleReader(bytes);
        int count = reader.ReadLength(minimumElementBytes: 130);
        var neurons = new List<NeuronInfo>(count);
        for (int i = 0; i < count; i++)
            neurons.Add(ReadUntyped(ref reader));
        reader.ExpectEnd();
        return neurons;
    }

    private static NeuronInfo ReadUntyped(ref ScaleReader reader)
    {
        AccountId hotkey = reader.ReadAccountId();
        AccountId coldkey = reader.ReadAccountId();
        ushort uid = reader.ReadCompactUInt16();
        reader.ReadCompactUInt16(); // netuid
        bool active = reader.ReadBool();
        AxonInfo axon = ReadAxon(ref reader, hotkey);
        reader.ReadBytes(8 + 4 + 16 + 2 + 1); // prometheus: block, version, ip, port, kind of ip
        int shares = reader.ReadLength(minimumElementBytes: AccountId.Length + 1);
        ulong stake = 0;
        for (int i = 0; i < shares; i++)
        {
            reader.ReadAccountId();
            stake = Sum([stake, reader.ReadCompactUInt64()]);
        }

        reader.ReadCompactUInt16(); // rank
        ulong emission = reader.ReadCompactUInt64();
        ushort incentive = reader.ReadCompactUInt16();
        ushort consensus = reader.ReadCompactUInt16();
        reader.ReadCompactUInt16(); // trust
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
            Stake = new Balance(stake),
            Emission = new Balance(emission),
            Incentive = Share(incentive),
            Consensus = Share(consensus),
            ValidatorTrust = Share(validatorTrust),
            Dividends = Share(dividends),
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
        return new AxonInfo(hotkey, AxonAddress.FromChain(ip, kind), port, version, protocol);
    }
}
