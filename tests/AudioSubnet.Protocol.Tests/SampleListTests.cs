using System.Text.Json;
using AudioSubnet.Dsp;

namespace AudioSubnet.Protocol.Tests;

[Trait("Area", "protocol")]
public sealed class SampleListTests
{
    [Theory]
    [InlineData("[0.0, 0.5, -0.25]", new[] { 0f, 0.5f, -0.25f })] // floats within full scale: as they are
    [InlineData("[0, 1, -1]", new[] { 0f, 1f, -1f })]
    [InlineData("[0, 16384, -32768]", new[] { 0f, 0.5f, -1f })] // whole numbers of a 16-bit file
    [InlineData("[0, 1073741824, -2147483648]", new[] { 0f, 0.5f, -1f })] // whole numbers of a 32-bit file
    [InlineData("[0.0, 0.5, -0.25, 2.0]", new[] { 0f, 0.25f, -0.125f, 1f })] // fractions beyond full scale: by their peak
    [InlineData("[0, 0, 0]", new[] { 0f, 0f, 0f })] // the Python network divided by this peak and got NaN
    public void The_scale_of_the_numbers_is_recognised(string json, float[] expected)
    {
        Read(json).TryToAudio(16000, 1, out AudioBuffer? audio, out string? error).ShouldBeTrue(error);
        audio.Mono.ToArray().ShouldBe(expected);
    }

    [Fact]
    public void One_list_a_channel_is_read_as_channels()
    {
        Read("[[0.25, 0.5], [-0.25, -0.5]]").TryToAudio(16000, 1, out AudioBuffer? audio, out _).ShouldBeTrue();
        audio.Channels.ShouldBe(2);
        audio.Channel(1).ToArray().ShouldBe([-0.25f, -0.5f]);
    }

    [Theory]
    [InlineData("[]", "the list of samples is empty")]
    [InlineData("[[]]", "the list of samples is empty")]
    [InlineData("\"UklGRg==\"", "not a list of numbers but a JSON String")]
    [InlineData("{\"a\": [1]}", "not a list of numbers but a JSON StartObject")]
    [InlineData("[0.5, null]", "sample 1 is not a number but a JSON Null")]
    [InlineData("[0.5, \"0.5\"]", "sample 1 is not a number but a JSON String")]
    [InlineData("[0.5, [0.5]]", "sample 1 is not a number but a JSON StartArray")]
    [InlineData("[[0.5], 0.5]", "mixes numbers and lists")]
    [InlineData("[[[0.5]]]", "is not a number but a JSON StartArray")]
    [InlineData("[[0.5], [0.5, 0.5]]", "differ in length")]
    [InlineData("[[1], [1], [1]]", "more than 2 channels")]
    [InlineData("[0.5, 1e300]", "sample 1 is not a finite number")]
    [InlineData("[0.5, 1e30]", "beyond the 32-bit integers")]
    public void What_is_not_audio_is_named(string json, string reason)
    {
        Read(json).TryToAudio(16000, 1, out _, out string? error).ShouldBeFalse();
        error.ShouldContain(reason);
    }

    [Fact]
    public void A_fault_in_a_list_does_not_hide_the_fields_behind_it()
    {
        var synapse = JsonSerializer.Deserialize<VoiceClone>("""{"clone_input": [[1, {"x": [2]}], 3], "sample_rate": 16000}""")!;
        synapse.SampleRate.ShouldBe(16000);
        AudioPayload.TryReadReference(synapse, out _, out string? error).ShouldBeFalse();
        error.ShouldBe("clone_input: sample 1 is not a number but a JSON StartObject.");
    }

    [Fact]
    public void A_list_longer_than_the_limit_is_refused_with_its_duration()
    {
        Read($"[{string.Join(',', Enumerable.Repeat("0.1", 16001))}]").TryToAudio(16000, 1, out _, out string? error).ShouldBeFalse();
        error.ShouldBe("the list has 16001 samples, 1.0 s at 16000 Hz; the limit is 1 s.");
    }

    [Fact]
    public void Written_samples_come_back_within_a_millionth()
    {
        var samples = new float[1000];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = 0.9f * MathF.Sin(i * 0.1f);
        string json = JsonSerializer.Serialize(SampleList.FromAudio(new AudioBuffer(samples, 16000)));

        Read(json).TryToAudio(16000, 1, out AudioBuffer? audio, out _).ShouldBeTrue();
        for (int i = 0; i < samples.Length; i++)
            audio.Mono.Span[i].ShouldBe(samples[i], 1e-6);
    }

    [Fact]
    public void A_sample_that_is_not_a_number_is_never_written() =>
        Should.Throw<ArgumentException>(() => SampleList.FromAudio(new AudioBuffer([0f, float.NaN], 16000))).Message.ShouldContain("Sample 1");

    private static SampleList Read(string json) => JsonSerializer.Deserialize<SampleList>(json)!;
}
