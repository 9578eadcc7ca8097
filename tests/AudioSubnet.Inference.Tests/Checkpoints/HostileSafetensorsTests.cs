namespace AudioSubnet.Inference.Tests.Checkpoints;

public sealed class HostileSafetensorsTests
{
    [Theory]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "does not fit")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8, "8 follow the header")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 3, "0 to 4 of 3")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "holes")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 8, "holes")]
    [InlineData("""{"x":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"y":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}""", 6, "overlaps")]
    [InlineData("""{"x":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"x":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""", 4, "twice")]
    [InlineData("""{"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "whole numbers")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "whole numbers")]
    [InlineData("""{"x":{"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "does not fit")]
    [InlineData("""{"x":{"dtype":"U8","shape":[9223372036854775807,9223372036854775807,0],"data_offsets":[0,1]}}""", 1, "does not fit")]
    [InlineData("""{"x":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}}""", 1, "F8_E4M3")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1]}}""", 4, "lacks")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", 4, "lacks")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"file":"/etc/passwd"}}""", 4, "unknown property 'file'")]
    [InlineData("""{"x":[1]}""", 0, "StartObject belongs")]
    [InlineData("""[]""", 0, "StartObject belongs")]
    [InlineData("""{"x":""", 0, "JSON")]
    [InlineData("""{} {}""", 0, "JSON")]
    [InlineData("""{"__metadata__":{"a":{"b":{"c":{}}}}}""", 0, "String belongs")]
    public void A_header_that_lies_is_refused_with_the_reason(string header, int dataBytes, string reason) =>
        Safetensors.Refusal(Safetensors.File(header, dataBytes)).ShouldContain(reason);

    [Theory]
    [InlineData(new byte[] { 1, 2, 3 }, "damaged or was cut short")]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255 }, "18446744073709551615")]
    [InlineData(new byte[] { 255, 255, 255, 255, 0, 0, 0, 0, 1 }, "at most 1")]
    public void A_length_that_the_file_does_not_have_is_refused(byte[] bytes, string reason) => Safetensors.Refusal(bytes).ShouldContain(reason);

    [Fact]
    public void Deep_nesting_is_refused() => Safetensors.Refusal(Safetensors.File("{\"x\":" + new string('[', 100_000), 0)).ShouldNotBeEmpty();

    [Fact]
    public void A_shape_of_a_million_dimensions_is_refused() =>
        Safetensors.Refusal(Safetensors.File("""{"x":{"dtype":"U8","data_offsets":[0,1],"shape":[""" + string.Join(',', Enumerable.Repeat("1", 1_000_000)) + "]}}", 1)).ShouldContain("at most 32");

    [Fact]
    public void Names_that_are_no_text_are_refused()
    {
        byte[] file = Safetensors.File("""{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1);
        file[Array.IndexOf(file, (byte)'x')] = 0xFF;
        Safetensors.Refusal(file).ShouldContain("JSON");
    }
}
