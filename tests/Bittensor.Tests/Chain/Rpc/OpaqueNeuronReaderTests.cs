using System.Net;
using Bittensor.Chain;
using Bittensor.Chain.Rpc;
using Bittensor.Crypto;
using Bittensor.Scale;

namespace Bittensor.Tests.Chain.Rpc;

[Trait("Area", "chain")]
public sealed class OpaqueNeuronReaderTests
{
    private static readonly AccountId Hotkey = Keypair.FromUri("//hot").AccountId;
    private static readonly AccountId Coldkey = Keypair.FromUri("//cold").AccountId;

    [Fact]
    public void Neurons_in_a_byte_vector_are_read_field_by_field()
    {
        NeuronInfo neuron = OpaqueNeuronReader.Read(Encode()).ShouldHaveSingleItem();

        neuron.ShouldBe(new NeuronInfo
        {
            Uid = 3,
            Hotkey = Hotkey,
            Coldkey = Coldkey,
            Axon = new AxonInfo(Hotkey, IPAddress.Parse("8.8.4.4"), 8091, Version: 1000),
            Stake = new Balance(70),
            Emission = new Balance(500),
            Incentive = 1,
            Consensus = 13107 / 65535.0,
            ValidatorTrust = 0.2,
            Dividends = 0,
            LastUpdate = 77,
            ValidatorPermit = true,
            Active = true,
        });
    }

    [Fact]
    public void A_list_that_is_cut_short_anywhere_is_refused()
    {
        byte[] whole = Encode();
        for (int length = 0; length < whole.Length; length++)
            Should.Throw<ScaleException>(() => OpaqueNeuronReader.Read(whole.AsSpan(0, length)));
    }

    private static byte[] Encode()
    {
        using var writer = new ScaleWriter();
        writer.WriteLength(1);
        writer.WriteAccountId(Hotkey);
        writer.WriteAccountId(Coldkey);
        writer.WriteCompact(3); // uid
        writer.WriteCompact(1); // netuid
        writer.WriteBool(true); // active
        writer.WriteUInt64(12); // axon: block
        writer.WriteUInt32(1000);
        writer.WriteUInt128(0x08080404);
        writer.WriteUInt16(8091);
        writer.WriteByte(4);
        writer.WriteByte(4);
        writer.WriteUInt16(0);
        writer.WriteUInt64(0); // prometheus: block
        writer.WriteUInt32(0);
        writer.WriteUInt128(0);
        writer.WriteUInt16(0);
        writer.WriteByte(4);
        writer.WriteLength(2); // stake
        writer.WriteAccountId(Coldkey);
        writer.WriteCompact(30);
        writer.WriteAccountId(Hotkey);
        writer.WriteCompact(40);
        foreach (ulong value in (ulong[])[0, 500, 65535, 13107, 0, 13107, 0, 77]) // rank, emission, incentive, consensus, trust, …, last update
            writer.WriteCompact(value);
        writer.WriteBool(true); // permit
        writer.WriteCompact(0); // pruning score
        return writer.ToArray();
    }
}
