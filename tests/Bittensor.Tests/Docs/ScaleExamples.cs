using Bittensor.Chain;
using Bittensor.Chain.Rpc;
using Bittensor.Crypto;
using Bittensor.Scale;
using Bittensor.Scale.Extrinsics;
using Bittensor.Scale.Metadata;
using Bittensor.Tests.Chain.Rpc;

namespace Bittensor.Tests.Docs;

/// <summary>The examples of docs/sdk.md on SCALE and metadata by hand.</summary>
[Trait("Area", "docs")]
public sealed class ScaleExamples
{
    [Fact]
    public void Reading_and_writing_scale()
    {
        #region scale
        using var writer = new ScaleWriter();
        writer.WriteUInt16(7); // fixed width, little-endian
        writer.WriteCompact(1_000_000);
        writer.WriteString("finney");
        byte[] bytes = writer.ToArray();

        var reader = new ScaleReader(bytes);
        ushort netuid = reader.ReadUInt16();
        ulong amount = reader.ReadCompactUInt64();
        string name = reader.ReadString();
        reader.ExpectEnd(); // whatever does not fit is a ScaleException
        #endregion

        (netuid, amount, name).ShouldBe(((ushort)7, 1_000_000UL, "finney"));
    }

    [Fact]
    public async Task Metadata_by_hand()
    {
        await using LocalNode node = await LocalNode.StartAsync();
        await using SubtensorClient subtensor = node.Connect();
        using Keypair alice = Keypair.FromUri("//Alice");
        AccountId bob = Keypair.FromUri("//Bob").AccountId;
        ChainState state = await subtensor.AtAsync(cancellationToken: TestContext.Current.CancellationToken);
        byte[] metadataBytes = state.Metadata.Encode(15);
        byte[] genesisHash = new byte[32];

        #region metadata
        RuntimeMetadata metadata = RuntimeMetadata.Read(metadataBytes); // versions 14, 15 and 16

        byte[] call = metadata.EncodeCall("Balances", "transfer_keep_alive", bob, Balance.FromTao(1).Rao);
        DecodedCall decoded = metadata.DecodeCall(call);
        Console.WriteLine($"{decoded.Pallet}.{decoded.Call} {ScaleJson.Write(decoded.Arguments)}");

        byte[] key = metadata.Storage("System", "Account").Key(bob);
        Console.WriteLine($"state_getStorage 0x{Convert.ToHexStringLower(key)}");

        // An extrinsic signed offline: whoever knows nonce and versions needs no node for it.
        var format = new ExtrinsicFormat(metadata);
        byte[] extrinsic = format.Sign(call, alice, new SigningContext
        {
            SpecVersion = 424,
            TransactionVersion = 1,
            GenesisHash = genesisHash,
            Nonce = 3,
        });
        #endregion

        decoded.Arguments["value"].AsUInt64().ShouldBe(Balance.FromTao(1).Rao);
        key.Length.ShouldBe(32 + 16 + 32);
        DecodedExtrinsic back = format.Decode(extrinsic);
        back.CallBytes.ToArray().ShouldBe(call);
        back.Signature!.Nonce.ShouldBe(3UL);
    }
}
