using System.Net;
using Bittensor.Chain;
using Bittensor.Crypto;
using Bittensor.Scale;
using Bittensor.Scale.Metadata;
using Bittensor.Tests.Scale;

namespace Bittensor.Tests.Chain;

[Trait("Area", "chain")]
public sealed class NeuronReaderTests
{
    [Fact]
    public void Neurons_of_real_runtimes_are_read_as_the_dynamic_codec_reads_them()
    {
        int read = 0;
        foreach (string file in MetadataFiles.All())
        {
            RuntimeMetadata metadata = RuntimeMetadata.Read(File.ReadAllBytes(file));
            NeuronReader? reader = NeuronReader.Create(metadata);
            (reader is not null).ShouldBe(metadata.Version >= 15, file);
            if (reader is null)
                continue;
            RuntimeApiMethod method = metadata.ApiMethod("NeuronInfoRuntimeApi", "get_neurons_lite");
            var values = new RandomValues(metadata.Types, seed: 1);
            int type = ((SequenceShape)metadata.Types[method.Description.Output].Shape).Element;
            ScaleValue[] expected = [.. Enumerable.Range(0, 64).Select(_ => values.Next(type)!)];
            IReadOnlyList<NeuronInfo> neurons = reader.Read(method.EncodeOutput(expected));
            neurons.Count.ShouldBe(expected.Length);
            foreach ((NeuronInfo neuron, ScaleValue value) in neurons.Zip(expected))
            {
                neuron.Hotkey.ShouldBe(value["hotkey"].AsAccountId());
                neuron.Coldkey.ShouldBe(value["coldkey"].AsAccountId());
                neuron.Uid.ShouldBe(value["uid"].AsUInt16());
                neuron.Axon.Version.ShouldBe((uint)value["axon_info"]["version"].AsInteger());
                neuron.Stake.Rao.ShouldBe(value["stake"].Items.Aggregate(0UL, (sum, pair) => sum + pair[1].AsUInt64()));
                neuron.Emission.Rao.ShouldBe(value["emission"].AsUInt64());
                neuron.LastUpdate.ShouldBe(value["last_update"].AsUInt64());
                neuron.Incentive.ShouldBe(value["incentive"].AsInt32() / 65535.0);
                neuron.Consensus.ShouldBe(value["consensus"].AsInt32() / 65535.0);
                neuron.Dividends.ShouldBe(value["dividends"].AsInt32() / 65535.0);
                neuron.ValidatorTrust.ShouldBe(value["validator_trust"].AsInt32() / 65535.0);
                neuron.ValidatorPermit.ShouldBe(value["validator_permit"].AsBool());
                neuron.Active.ShouldBe(value["active"].AsBool());
                read++;
            }
        }

        read.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("8.8.8.8", 4)]
    [InlineData("2001:db8::1", 6)]
    public void An_axons_address_is_the_one_that_was_served(string address, int kind)
    {
        IPAddress served = IPAddress.Parse(address);
        (TypeRegistry types, int type) = TypeText.Read(
            """{"block":"u64","version":"u32","ip":"u128","port":"u16","ip_type":"u8","protocol":"u8","placeholder1":"u8"}""");
        var integer = new System.Numerics.BigInteger(served.GetAddressBytes(), isUnsigned: true, isBigEndian: true);
        byte[] bytes = types.Encode(type, ScaleValue.Struct(
            ("block", 1), ("version", 1000), ("ip", integer), ("port", 8091), ("ip_type", kind), ("protocol", 4), ("placeholder1", 0)));
        var reader = new ScaleReader(bytes);
        using Keypair hotkey = Keypair.FromUri("//Alice");
        ServedAxon.Read(types, type, ref reader).ToAxonInfo(hotkey.AccountId).ShouldBe(new AxonInfo(hotkey.AccountId, served, 8091, 1000));
        default(ServedAxon).ToAxonInfo(hotkey.AccountId).IsServing.ShouldBeFalse();
    }
}
