using AudioSubnet.Dsp.Files;

namespace AudioSubnet.Dsp.Tests.Files;

public sealed class AudioFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("audiosubnet-dsp-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("a.wav", 0.0001)]
    [InlineData("a.flac", 0.0001)]
    [InlineData("new/folder/a.ogg", 0.05)]
    public async Task A_file_is_written_by_extension_and_read_by_content(string name, double tolerance)
    {
        string path = Path.Combine(_folder.FullName, name);
        var audio = new AudioBuffer([Signals.Sine(440, 22050, 1), Signals.Sine(660, 22050, 1)], 22050);
        await AudioFile.WriteAsync(path, audio, TestContext.Current.CancellationToken);
        string renamed = Path.Combine(_folder.FullName, "no extension");
        File.Move(path, renamed);
        var back = await AudioFile.ReadAsync(renamed, cancellationToken: TestContext.Current.CancellationToken);
        (back.SampleRate, back.Channels, back.Frames).ShouldBe((22050, 2, 22050));
        for (int i = 2000; i < 20000; i++)
            ((double)Math.Abs(back.Channel(1)[i] - audio.Channel(1)[i])).ShouldBeLessThan(tolerance);
        Directory.EnumerateFiles(_folder.FullName, "*.part", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unknown_extension_is_an_error_that_lists_the_known_ones() =>
        (await Should.ThrowAsync<AudioFileException>(() => AudioFile.WriteAsync("x.mp5", new AudioBuffer(new float[4], 8000))))
            .Message.ShouldContain(".wav, .flac, .ogg");

    [Fact]
    public async Task A_missing_file_is_named() =>
        (await Should.ThrowAsync<AudioFileException>(() => AudioFile.ReadAsync("/nowhere/a.wav"))).Message.ShouldContain("/nowhere/a.wav: there is no such file");

    [Fact]
    public async Task A_text_file_is_not_audio()
    {
        string path = Path.Combine(_folder.FullName, "notes.wav");
        await File.WriteAllTextAsync(path, "These are notes, not sounds.", TestContext.Current.CancellationToken);
        (await Should.ThrowAsync<AudioFileException>(() => AudioFile.ReadAsync(path))).Message.ShouldContain("is not an audio file");
    }

    [Fact]
    public async Task A_file_beyond_the_limit_is_not_loaded()
    {
        string path = Path.Combine(_folder.FullName, "big.wav");
        await File.WriteAllBytesAsync(path, new byte[1000], TestContext.Current.CancellationToken);
        (await Should.ThrowAsync<AudioFileException>(() => AudioFile.ReadAsync(path, new AudioReadLimits { MaxBytes = 999 }))).Message.ShouldContain("limit is 999");
    }

    [Fact]
    public void Flac_keeps_sixteen_bits_exactly()
    {
        var audio = WavFile.Decode(WavFile.Encode(new AudioBuffer([Signals.Noise(30000, 1.1), Signals.Sine(300, 16000, 1.875)], 16000)), "sixteen bits");
        byte[] flac = Flac.Encode(audio);
        var back = Flac.Decode(flac, audio.Frames);
        back.SampleRate.ShouldBe(16000);
        for (int channel = 0; channel < 2; channel++)
            back.Channel(channel).SequenceEqual(audio.Channel(channel)).ShouldBeTrue();
    }

    [Fact]
    public void Flac_longer_than_the_limit_is_refused()
    {
        byte[] flac = Flac.Encode(new AudioBuffer(new float[1_000_000], 16000)); // silence: a megasample in a few kilobytes
        flac.Length.ShouldBeLessThan(20_000);
        Should.Throw<AudioFileException>(() => Flac.Decode(flac, 999_999)).Message.ShouldContain("limit");
    }

    [Fact, Trait("Area", "fuzz")]
    public void Damaged_flac_is_decoded_or_refused_but_never_crashes()
    {
        byte[] good = Flac.Encode(new AudioBuffer(Signals.Noise(5000), 16000));
        var random = new Random(3);
        for (int round = 0; round < 500; round++)
        {
            byte[] bytes = good[..random.Next(good.Length + 1)];
            for (int i = random.Next(8); i >= 0 && bytes.Length > 4; i--)
                bytes[random.Next(round % 2 == 0 ? bytes.Length : Math.Min(bytes.Length, 60))] = (byte)random.Next(256);
            try
            {
                Flac.Decode(bytes, 100_000).Frames.ShouldBeLessThanOrEqualTo(100_000);
            }
            catch (AudioFileException refusal)
            {
                refusal.Message.ShouldNotBeEmpty();
            }
        }
    }
}
