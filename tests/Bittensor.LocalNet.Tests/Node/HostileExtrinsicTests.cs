using Bittensor.Scale;
using Bittensor.Scale.Extrinsics;
using Bittensor.Scale.Metadata;

namespace Bittensor.LocalNet.Tests.Node;

/// <summary>Extrinsics that nobody in good faith would send: each is refused, and the node goes on.</summary>
[Trait("Area", "fuzz")]
public sealed class HostileExtrinsicTests
{
    [Fact]
    public async Task Mutated_extrinsics_are_refused_with_a_code_and_never_an_internal_error()
    {
        await using TestNode node = await TestNode.StartAsync();
        await using RpcClient client = await RpcClient.ConnectAsync(node.Node.Endpoint);
        NodeSigner signer = await NodeSigner.CreateAsync(client);
        byte[][] seeds =
        [
            NodeSigner.Bytes(signer.Sign(TestNode.Alice, 0, signer.Transfer(TestNode.Bob, 1))),
            NodeSigner.Bytes(signer.Sign(TestNode.Alice, 0, Batch(signer.Metadata))),
            ExtrinsicFormat.EncodeBare(signer.Remark(1)),
        ];
        // Seeded, so that a failure comes again.
        var random = new Random(20_240_424);
        for (int i = 0; i < 400; i++)
        {
            byte[] bytes = Mutate(seeds[random.Next(seeds.Length)], random);
            string hex = NodeSigner.Hex(bytes);

            (await client.ErrorAsync("author_submitExtrinsic", hex)).Code.ShouldBeOneOf([1001, 1010, 1011], hex);
        }
        node.Chain.ProduceBlock().Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Calls_nested_without_end_are_refused()
    {
        await using TestNode node = await TestNode.StartAsync();
        await using RpcClient client = await RpcClient.ConnectAsync(node.Node.Endpoint);
        NodeSigner signer = await NodeSigner.CreateAsync(client);
        byte[] sudo = signer.Metadata.EncodeCall("Sudo", "sudo", new DecodedCall("System", "remark", Remark).ToValue())[..2];
        byte[] nested = [.. Enumerable.Repeat(sudo, 50_000).SelectMany(call => call), .. signer.Remark(1)];

        (int code, string text) = await client.ErrorAsync("author_submitExtrinsic", signer.Sign(TestNode.Alice, 0, nested));

        code.ShouldBe(1001);
        text.ShouldContain("nested");
    }

    private static ScaleValue Remark => ScaleValue.Struct(("remark", new byte[] { 1 }));

    private static byte[] Batch(RuntimeMetadata metadata) => metadata.EncodeCall(
        "Utility", "batch", (object)new[] { new DecodedCall("System", "remark", Remark).ToValue() });

    /// <summary>Bits flipped, bytes cut out, doubled or replaced; never the same bytes.</summary>
    private static byte[] Mutate(byte[] seed, Random random)
    {
        byte[] bytes = [.. seed];
        do
        {
            int at = random.Next(bytes.Length);
            bytes = random.Next(4) switch
            {
                0 => [.. bytes[..at], (byte)(bytes[at] ^ (1 << random.Next(8))), .. bytes[(at + 1)..]],
                1 => [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(1, 9))..], 0],
                2 => [.. bytes[..at], .. bytes[at..Math.Min(bytes.Length, at + 8)], .. bytes[at..]],
                _ => [.. bytes[..at], (byte)random.Next(256), .. bytes[(at + 1)..]],
            };
        }
        while (bytes.AsSpan().SequenceEqual(seed) || random.Next(3) == 0);
        return bytes;
    }
}
