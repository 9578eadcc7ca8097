using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using AudioSubnet.Inference.Hub;
using AudioSubnet.TestData;

namespace AudioSubnet.Engines.Tests.Neural;

/// <summary>SpeechT5 as an engine: its vocoder, its speakers, its limits.</summary>
[Trait("Area", "engines")]
public sealed class SpeechT5EngineTests : IDisposable
{
    private static readonly string Tiny = Path.Combine(TestPaths.Repository, "tests", "golden", "speecht5", "tiny");
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private readonly EmptyMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("tts")]
    public async Task A_folder_with_model_and_vocoder_speaks(string part)
    {
        ITextToSpeech engine = _machine.Catalog().CreateTextToSpeech(Path.Combine(Tiny, part));
        using var owned = (IDisposable)engine;
        float[] first = await SpeakAsync(engine, null);
        first.Length.ShouldBeGreaterThan(1000);
        first.Distinct().Count().ShouldBeGreaterThan(100);
        (await SpeakAsync(engine, null)).AsSpan().SequenceEqual(first).ShouldBeTrue();
    }

    [Fact]
    public void Without_its_vocoder_the_model_says_what_to_pull()
    {
        _machine.Install(Path.Combine(Tiny, "tts"), "microsoft/speecht5_tts");
        Should.Throw<ModelUnavailableException>(() => _machine.Catalog().CreateTextToSpeech("microsoft/speecht5_tts")).Model.ShouldBe("microsoft/speecht5_hifigan");
        _machine.Install(Path.Combine(Tiny, "hifigan"), "microsoft/speecht5_hifigan");
        _machine.Catalog(new EngineOptions { PermissiveOnly = true }).CreateTextToSpeech("microsoft/speecht5_tts").Name.ShouldBe("microsoft/speecht5_tts");
    }

    [Fact]
    public async Task Speakers_come_from_files_and_from_the_set_by_name()
    {
        ITextToSpeech engine = _machine.Catalog().CreateTextToSpeech(Tiny);
        using var owned = (IDisposable)engine;
        string file = Path.Combine(_machine.Folder, "me.npy");
        await File.WriteAllBytesAsync(file, Npy(3), Stop);
        float[] neutral = await SpeakAsync(engine, null), mine = await SpeakAsync(engine, file);
        mine.AsSpan().SequenceEqual(neutral).ShouldBeFalse();
        (await Should.ThrowAsync<EngineException>(() => SpeakAsync(engine, "slt"))).Message.ShouldContain("audiosubnet models pull Matthijs/cmu-arctic-xvectors");

        WriteArctic();
        float[] slt = await SpeakAsync(engine, "slt");
        slt.AsSpan().SequenceEqual(neutral).ShouldBeFalse();
        (await SpeakAsync(engine, null)).AsSpan().SequenceEqual(slt).ShouldBeTrue();
        (await SpeakAsync(engine, "cmu_us_bdl_arctic-wav-arctic_a0002")).AsSpan().SequenceEqual(mine).ShouldBeTrue();
        (await Should.ThrowAsync<EngineException>(() => SpeakAsync(engine, "nobody"))).Message.ShouldContain("bdl");
    }

    [Theory]
    [InlineData("nowhere.npy", "nowhere.npy")]
    [InlineData("short.npy", "x-vectors of 512")]
    [InlineData("broken.npz", "broken.npz")]
    public async Task A_file_that_is_no_speaker_is_named(string name, string reason)
    {
        await File.WriteAllBytesAsync(Path.Combine(_machine.Folder, "short.npy"), Npy(1, 100), Stop);
        await File.WriteAllTextAsync(Path.Combine(_machine.Folder, "broken.npz"), "not an archive", Stop);
        ITextToSpeech engine = _machine.Catalog().CreateTextToSpeech(Tiny);
        using var owned = (IDisposable)engine;
        (await Should.ThrowAsync<EngineException>(() => SpeakAsync(engine, Path.Combine(_machine.Folder, name)))).Message.ShouldContain(reason);
    }

    [Fact]
    public async Task A_rate_that_it_cannot_have_and_text_without_words_are_refused()
    {
        ITextToSpeech engine = _machine.Catalog().CreateTextToSpeech(Tiny);
        using var owned = (IDisposable)engine;
        (await Should.ThrowAsync<EngineException>(() => engine.SpeakAsync(new SpeechRequest("Hello.") { SpeakingRate = 2 }, Stop))).Message.ShouldContain("own rate");
        await Should.ThrowAsync<EngineException>(() => engine.SpeakAsync(new SpeechRequest("..."), Stop));
    }

    private static async Task<float[]> SpeakAsync(ITextToSpeech engine, string? speaker) =>
        (await engine.SpeakAsync(new SpeechRequest("Good morning, 21 of you.") { Seed = 7, Speaker = speaker }, Stop)).Mono.ToArray();

    private void WriteArctic()
    {
        string folder = _machine.FolderOf("Matthijs/cmu-arctic-xvectors");
        using ZipArchive archive = ZipFile.Open(Path.Combine(folder, "spkrec-xvect.zip"), ZipArchiveMode.Create);
        foreach ((string name, int seed) in new[] { ("cmu_us_slt_arctic-wav-arctic_a0002", 1), ("cmu_us_slt_arctic-wav-arctic_a0001", 2), ("cmu_us_bdl_arctic-wav-arctic_a0002", 3) })
        {
            using Stream entry = archive.CreateEntry($"spkrec-xvect/{name}.npy").Open();
            entry.Write(Npy(seed));
        }
    }

    /// <summary>A random vector as numpy.save writes it.</summary>
    private static byte[] Npy(int seed, int length = 512)
    {
        string header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({length},), }}".PadRight(117) + "\n";
        byte[] bytes = [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. Encoding.ASCII.GetBytes(header), .. new byte[4 * length]];
        var random = new Random(seed);
        for (int i = 0; i < length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(128 + (4 * i)), random.NextSingle() - 0.5f);
        return bytes;
    }
}
