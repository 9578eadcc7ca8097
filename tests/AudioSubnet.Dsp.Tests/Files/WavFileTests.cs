using System.Buffers.Binary;
using AudioSubnet.Dsp.Files;

namespace AudioSubnet.Dsp.Tests.Files;

public class WavFileTests
{
    [Theory]
    [InlineData(WavEncoding.Pcm16, 1, 1.0 / 32768)]
    [InlineData(WavEncoding.Pcm16, 2, 1.0 / 32768)]
    [InlineData(WavEncoding.Pcm24, 1, 1.0 / 8388608)]
    [InlineData(WavEncoding.Pcm24, 5, 1.0 / 8388608)]
    [InlineData(WavEncoding.Float32, 3, 0)]
    public void What_is_written_is_read_back(WavEncoding encoding, int channels, double tolerance)
    {
        var audio = new AudioBuffer([.. Enumerable.Range(0, channels).Select(i => Signals.Noise(1001, 0.9, i))], 22050);
        var back = WavFile.Decode(WavFile.Encode(audio, encoding), "test");
        back.SampleRate.ShouldBe(22050);
        back.Channels.ShouldBe(channels);
        back.Frames.ShouldBe(1001);
        for (int channel = 0; channel < channels; channel++)
            for (int i = 0; i < back.Frames; i++)
                ((double)Math.Abs(back.Channel(channel)[i] - audio.Channel(channel)[i])).ShouldBeLessThanOrEqualTo(tolerance);
    }

    [Fact]
    public void Sixteen_bits_survive_any_number_of_round_trips()
    {
        byte[] first = WavFile.Encode(new AudioBuffer(Signals.Noise(500, 1.2), 8000));
        WavFile.Encode(WavFile.Decode(first, "first")).ShouldBe(first);
    }

    [Theory]
    [InlineData(1, 8, new byte[] { 0, 128, 255 }, new[] { -1f, 0f, 127 / 128f })]
    [InlineData(1, 16, new byte[] { 0, 128, 0, 64 }, new[] { -1f, 0.5f })]
    [InlineData(1, 24, new byte[] { 0, 0, 128, 0, 0, 64 }, new[] { -1f, 0.5f })]
    [InlineData(1, 32, new byte[] { 0, 0, 0, 128, 0, 0, 0, 64 }, new[] { -1f, 0.5f })]
    [InlineData(3, 32, new byte[] { 0, 0, 0, 63 }, new[] { 0.5f })]
    [InlineData(3, 64, new byte[] { 0, 0, 0, 0, 0, 0, 0xE0, 0xBF }, new[] { -0.5f })]
    public void Every_linear_encoding_is_read(int tag, int bits, byte[] data, float[] expected) =>
        WavFile.Decode(Wav(tag, 1, 8000, bits, data), "test").Mono.ToArray().ShouldBe(expected);

    [Theory]
    [InlineData(0u)]
    [InlineData(0x7FFFF000u)]
    [InlineData(0xFFFFFFFFu)]
    public void A_size_that_a_pipe_left_open_means_the_rest_of_the_file(uint size)
    {
        byte[] bytes = Wav(1, 1, 8000, 16, new byte[200]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(40), size);
        WavFile.Decode(bytes, "test").Frames.ShouldBe(100);
    }

    [Theory]
    [InlineData(22, 0, "0 channels")]
    [InlineData(24, 0, "sample rate of 0")]
    [InlineData(32, 7, "contradicts")]
    [InlineData(16, 4, "format chunk has 4 bytes")]
    [InlineData(16, 400, "claims 400 bytes")]
    [InlineData(20, 2, "not linear")]
    public void A_hostile_header_is_refused_by_name(int offset, short value, string reason)
    {
        byte[] bytes = Wav(1, 1, 8000, 16, new byte[200]);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(offset), value);
        Should.Throw<AudioFileException>(() => WavFile.Decode(bytes, "evil.wav")).Message.ShouldSatisfyAllConditions(
            message => message.ShouldStartWith("evil.wav"), message => message.ShouldContain(reason));
    }

    [Fact]
    public void More_samples_than_the_limit_are_refused() =>
        Should.Throw<AudioFileException>(() => WavFile.Decode(Wav(1, 1, 8000, 8, new byte[101]), "big.wav", new AudioReadLimits { MaxSamples = 100 }))
            .Message.ShouldContain("limit is 100");

    [Fact]
    public void Not_a_number_is_not_written() =>
        Should.Throw<ArgumentException>(() => WavFile.Encode(new AudioBuffer([0f, float.NaN], 8000))).Message.ShouldContain("Sample 1");

    [Fact, Trait("Area", "fuzz")]
    public void Damaged_files_are_read_or_refused_but_never_crash()
    {
        byte[] good = WavFile.Encode(new AudioBuffer([Signals.Noise(50), Signals.Noise(50), Signals.Noise(50)], 8000), WavEncoding.Pcm24);
        var random = new Random(7);
        for (int round = 0; round < 3000; round++)
        {
            byte[] bytes = good[..random.Next(good.Length + 1)];
            for (int i = random.Next(6); i >= 0 && bytes.Length > 0; i--)
                bytes[random.Next(Math.Min(bytes.Length, 80))] = (byte)random.Next(256);
            try
            {
                WavFile.Decode(bytes, "fuzz").Frames.ShouldBeLessThan(bytes.Length);
            }
            catch (AudioFileException refusal)
            {
                refusal.Message.ShouldStartWith("fuzz: ");
            }
        }
    }

    private static byte[] Wav(int tag, int channels, int sampleRate, int bits, byte[] data)
    {
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("RIFF"u8);
        writer.Write(36 + data.Length);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)tag);
        writer.Write((short)channels);
        writer.Write(sampleRate);
        writer.Write(sampleRate * channels * bits / 8);
        writer.Write((short)(channels * bits / 8));
        writer.Write((short)bits);
        writer.Write("data"u8);
        writer.Write(data.Length);
        writer.Write(data);
        writer.Flush();
        return stream.ToArray();
    }
}
