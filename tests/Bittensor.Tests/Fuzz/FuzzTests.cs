using AudioSubnet.TestData;

namespace Bittensor.Tests.Fuzz;

[Trait("Area", "fuzz")]
public sealed class FuzzTests
{
    [Fact]
    public void The_scale_decoder_survives_any_bytes() => Fuzzer.Run(new ScaleDecoderTarget());

    [Fact]
    public void The_metadata_reader_survives_any_bytes() => Fuzzer.Run(new MetadataReaderTarget());

    [Fact]
    public void The_extrinsic_decoder_survives_any_bytes() => Fuzzer.Run(new ExtrinsicDecoderTarget());

    [Fact]
    public void The_keyfile_reader_survives_any_bytes() => Fuzzer.Run(new KeyfileTarget());
}
