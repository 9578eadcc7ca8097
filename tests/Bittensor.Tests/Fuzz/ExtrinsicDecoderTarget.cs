using AudioSubnet.TestData;
using Bittensor.Crypto;
using Bittensor.Scale;
using Bittensor.Scale.Extrinsics;
using Bittensor.Scale.Metadata;
using Bittensor.Tests.Scale;

namespace Bittensor.Tests.Fuzz;

/// <summary>
/// Takes extrinsics apart, as they come and with the right length put before them; what is accepted encodes to the same bytes.
/// </summary>
internal sealed class ExtrinsicDecoderTarget : IFuzzTarget
{
    private readonly ExtrinsicFormat _format;

    public ExtrinsicDecoderTarget()
    {
        RuntimeMetadata metadata = SmallRuntime.Describe();
        _format = new ExtrinsicFormat(metadata);
        using Keypair alice = Keypair.FromUri("//Alice");
        byte[] weights = metadata.EncodeCall("Subnets", "set_weights", 1, new[] { 0, 1, 2 }, new[] { 65535, 1, 0 });
        byte[] batch = metadata.EncodeCall("Utility", "batch", new object?[] { new[] { weights, metadata.EncodeCall("Utility", "noop") } });
        var context = new SigningContext { SpecVersion = 1, TransactionVersion = 1, GenesisHash = new byte[32] };
        byte[][] whole =
        [
            _format.Sign(weights, alice, context with { Nonce = 70000, Tip = 1_000_000_000_000 }),
            _format.Sign(batch, alice, context with { Era = Era.Mortal(64, 100), BirthHash = new byte[32] }),
            ExtrinsicFormat.EncodeBare(weights),
        ];
        Seeds = [.. whole, .. whole.Select(extrinsic => extrinsic[(extrinsic.Length < 64 ? 1 : 2)..])];
    }

    public string Name => "extrinsic";

    public IReadOnlyList<byte[]> Seeds { get; }

    public void Fuzz(ReadOnlySpan<byte> input)
    {
        Decode(input);
        using var writer = new ScaleWriter();
        writer.WriteByteVector(input);
        Decode(writer.Written);
    }

    private void Decode(ReadOnlySpan<byte> input)
    {
        DecodedExtrinsic extrinsic;
        try
        {
            extrinsic = _format.Decode(input);
        }
        catch (ScaleException)
        {
            return;
        }

        if (extrinsic.Signature is { } signature && !_format.Encode(extrinsic.CallBytes.Span, signature).AsSpan().SequenceEqual(input))
            throw new InvalidOperationException("a signed extrinsic encodes to other bytes than it came from");
    }
}
