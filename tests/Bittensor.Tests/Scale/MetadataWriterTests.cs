using Bittensor.Scale.Metadata;

namespace Bittensor.Tests.Scale;

[Trait("Area", "chain")]
public sealed class MetadataWriterTests
{
    [Fact]
    public void What_was_read_is_written_to_the_same_bytes()
    {
        foreach (string file in MetadataFiles.All())
        {
            byte[] bytes = File.ReadAllBytes(file);
            RuntimeMetadata metadata = RuntimeMetadata.Read(bytes);
            if (metadata.Version <= 15)
                metadata.Encode(metadata.Version).AsSpan().SequenceEqual(bytes).ShouldBeTrue(Path.GetFileName(file));
        }
    }

    [Fact]
    public void Metadata_of_version_15_is_written_as_version_14_too()
    {
        RuntimeMetadata metadata = MetadataFiles.Read("finney-424.v15.scale");
        RuntimeMetadata older = RuntimeMetadata.Read(metadata.Encode(14));
        older.Version.ShouldBe(14);
        older.Pallets.Select(p => p.Name).ShouldBe(metadata.Pallets.Select(p => p.Name));
        older.Extrinsic.CallType.ShouldBe(metadata.Extrinsic.CallType);
    }

    [Fact]
    public void Metadata_of_version_16_is_written_without_what_is_not_kept_of_it()
    {
        RuntimeMetadata metadata = MetadataFiles.Read("finney-424.v16.scale");
        byte[] written = metadata.Encode(16);
        RuntimeMetadata again = RuntimeMetadata.Read(written);
        again.Encode(16).AsSpan().SequenceEqual(written).ShouldBeTrue();
        again.ApiMethods.Select(m => m.StateCall).ShouldBe(metadata.ApiMethods.Select(m => m.StateCall));
        again.Content.Apis.Select(a => a.Version).ShouldBe(metadata.Content.Apis.Select(a => a.Version));
        again.Extrinsic.Extensions.ShouldBe(metadata.Extrinsic.Extensions);
    }

    [Fact]
    public void What_a_version_states_and_the_content_lacks_is_named() =>
        Should.Throw<InvalidOperationException>(() => MetadataFiles.Read("finney-424.v14.scale").Encode(15))
            .Message.ShouldContain("version 15");
}
