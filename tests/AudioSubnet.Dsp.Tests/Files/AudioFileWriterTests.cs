using AudioSubnet.Dsp.Files;

namespace AudioSubnet.Dsp.Tests.Files;

public sealed class AudioFileWriterTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("audiosubnet-dsp-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("a.wav", 1)]
    [InlineData("a.wav", 2)]
    [InlineData("new/folder/a.wav", 6)]
    [InlineData("a.flac", 2)]
    public async Task Pieces_written_one_by_one_make_the_file_of_the_whole(string name, int channels)
    {
        var whole = Noise(channels, 9000);
        string streamed = Path.Combine(_folder.FullName, name), atOnce = Path.Combine(_folder.FullName, "whole" + Path.GetExtension(name));
        await using (var writer = AudioFileWriter.Create(streamed))
        {
            foreach ((int start, int length) in new[] { (0, 1), (1, 4999), (5000, 0), (5000, 4000) })
                await writer.WriteAsync(Cut(whole, start, length), TestContext.Current.CancellationToken);
            writer.Seconds.ShouldBe(whole.Seconds);
            File.Exists(streamed).ShouldBeFalse();
            await writer.CompleteAsync(TestContext.Current.CancellationToken);
        }
        await AudioFile.WriteAsync(atOnce, whole, TestContext.Current.CancellationToken);
        (await File.ReadAllBytesAsync(streamed, TestContext.Current.CancellationToken))
            .ShouldBe(await File.ReadAllBytesAsync(atOnce, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_pipe_gets_each_piece_at_once_and_can_be_read_to_its_end()
    {
        var whole = Noise(1, 5000);
        using var pipe = new MemoryStream();
        await using (var writer = AudioFileWriter.ToPipe(pipe))
        {
            await writer.WriteAsync(Cut(whole, 0, 2000), TestContext.Current.CancellationToken);
            pipe.Length.ShouldBe(44 + 4000);
            await writer.WriteAsync(Cut(whole, 2000, 3000), TestContext.Current.CancellationToken);
            await writer.CompleteAsync(TestContext.Current.CancellationToken);
        }
        var back = AudioFile.Decode(pipe.ToArray(), "the pipe");
        back.Mono.ToArray().ShouldBe(WavFile.Decode(WavFile.Encode(whole), "whole").Mono.ToArray());
    }

    [Fact]
    public async Task What_is_not_completed_leaves_the_old_file_and_nothing_else()
    {
        string path = Path.Combine(_folder.FullName, "a.wav");
        await File.WriteAllTextAsync(path, "old", TestContext.Current.CancellationToken);
        await using (var writer = AudioFileWriter.Create(path))
            await writer.WriteAsync(Noise(1, 100), TestContext.Current.CancellationToken);
        (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ShouldBe("old");
        _folder.EnumerateFiles().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_piece_of_another_rate_is_refused()
    {
        await using var writer = AudioFileWriter.Create(Path.Combine(_folder.FullName, "a.wav"));
        await writer.WriteAsync(Noise(1, 100), TestContext.Current.CancellationToken);
        (await Should.ThrowAsync<ArgumentException>(() => writer.WriteAsync(new AudioBuffer(new float[10], 8000)))).Message.ShouldContain("8000 Hz");
    }

    private static AudioBuffer Noise(int channels, int frames)
    {
        var random = new Random(4);
        return new([.. Enumerable.Range(0, channels).Select(_ => Enumerable.Range(0, frames).Select(_ => random.NextSingle() - 0.5f).ToArray())], 16000);
    }

    private static AudioBuffer Cut(AudioBuffer audio, int start, int length) =>
        new([.. Enumerable.Range(0, audio.Channels).Select(channel => audio.Channel(channel).Slice(start, length).ToArray())], audio.SampleRate);
}
