using AudioSubnet.Dsp;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Models.Clap;
using AudioSubnet.Models.Tests.Golden;

namespace AudioSubnet.Models.Tests.Clap;

public sealed class ClapModelTests : IDisposable
{
    private static readonly string[] Texts = ["a dog barking in the distance", "", "Energetic rock song with electric guitar and heavy drums", "calm"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("audiosubnet-clap-");

    public static IEnumerable<TheoryDataRow<string>> Checkpoints => GoldenCase.Of("clap", "model.safetensors");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void A_text_s_embedding_has_length_1_and_does_not_depend_on_its_neighbours(string file)
    {
        using ClapModel model = Open(file);
        float[][] together = model.EmbedText(Texts, TestContext.Current.CancellationToken);
        together.Length.ShouldBe(Texts.Length);
        for (int i = 0; i < Texts.Length; i++)
        {
            GoldenCase.ShouldMatch(model.EmbedText([Texts[i]], TestContext.Current.CancellationToken)[0], together[i], 1e-5f);
            together[i].Sum(value => value * value).ShouldBe(1, 1e-4f);
        }

        model.EmbedText([], TestContext.Current.CancellationToken).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void A_text_longer_than_the_model_reads_is_cut(string file)
    {
        using ClapModel model = Open(file);
        float[][] embeddings = model.EmbedText([string.Concat(Enumerable.Repeat("loud guitar ", 2000)), string.Concat(Enumerable.Repeat("loud guitar ", 3000))], TestContext.Current.CancellationToken);
        embeddings[0].ShouldAllBe(value => float.IsFinite(value));
        GoldenCase.ShouldMatch(embeddings[0], embeddings[1], 1e-6f);
    }

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void Windows_cover_a_long_sound_and_each_is_that_of_its_offset(string file)
    {
        using ClapModel model = Open(file);
        AudioBuffer sound = Sweep(model.SampleRate, 14.5);
        IReadOnlyList<float[]> windows = model.EmbedWindows(sound, TestContext.Current.CancellationToken);
        windows.Count.ShouldBe(2);
        windows[0].ShouldBe(model.EmbedAudio(sound, cancellationToken: TestContext.Current.CancellationToken));
        int last = sound.Frames - (int)model.WindowSeconds * model.SampleRate;
        windows[1].ShouldBe(model.EmbedAudio(sound, last, TestContext.Current.CancellationToken));
        windows[1].ShouldNotBe(windows[0]);
        Should.Throw<ArgumentOutOfRangeException>(() => model.EmbedAudio(sound, last + 1));
        Should.Throw<ArgumentOutOfRangeException>(() => model.EmbedAudio(sound, -1));
    }

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void Sounds_of_one_sample_any_rate_and_two_channels_have_embeddings_and_an_empty_one_is_an_error(string file)
    {
        using ClapModel model = Open(file);
        AudioBuffer sweep = Sweep(8000, 0.5);
        foreach (AudioBuffer sound in new[] { new AudioBuffer([0.5f], model.SampleRate), new AudioBuffer([sweep.Mono.ToArray(), sweep.Mono.ToArray()], 8000), new AudioBuffer(new float[4800], 44100) })
            model.EmbedAudio(sound, cancellationToken: TestContext.Current.CancellationToken).ShouldAllBe(value => float.IsFinite(value));
        Should.Throw<ArgumentException>(() => model.EmbedAudio(new AudioBuffer(Array.Empty<float>(), 8000))).Message.ShouldContain("empty");
    }

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public async Task Embeddings_made_at_once_are_those_made_alone(string file)
    {
        using ClapModel model = Open(file);
        AudioBuffer[] sounds = [.. Enumerable.Range(1, 4).Select(i => Sweep(model.SampleRate, i))];
        float[][] alone = [.. sounds.Select(Embed), .. Texts.Select(Read)];
        float[][] together = await Task.WhenAll(sounds.Select(sound => Task.Run(() => Embed(sound))).Concat(Texts.Select(text => Task.Run(() => Read(text)))));
        together.ShouldBe(alone);

        float[] Embed(AudioBuffer sound) => model.EmbedAudio(sound, cancellationToken: TestContext.Current.CancellationToken);
        float[] Read(string text) => model.EmbedText([text], TestContext.Current.CancellationToken)[0];
    }

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void Eight_bits_keep_the_direction_of_an_embedding(string file)
    {
        using ClapModel full = Open(file), small = ClapModel.Open(Folder(file), Precision.Int8);
        AudioBuffer sound = Sweep(full.SampleRate, 3);
        ClapModel.Similarity(full.EmbedAudio(sound, cancellationToken: TestContext.Current.CancellationToken), small.EmbedAudio(sound, cancellationToken: TestContext.Current.CancellationToken)).ShouldBeGreaterThan(0.99);
        ClapModel.Similarity(full.EmbedText(Texts, TestContext.Current.CancellationToken)[2], small.EmbedText(Texts, TestContext.Current.CancellationToken)[2]).ShouldBeGreaterThan(0.99);
    }

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void A_cancelled_embedding_stops(string file)
    {
        using ClapModel model = Open(file);
        Should.Throw<OperationCanceledException>(() => model.EmbedText(Texts, new CancellationToken(canceled: true)));
        Should.Throw<OperationCanceledException>(() => model.EmbedWindows(Sweep(8000, 1), new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData("config.json", "\"model_type\": \"clap_audio_model\"", "\"enable_fusion\": true", "feature fusion")]
    [InlineData("config.json", "\"model_type\": \"clap_audio_model\"", "\"window_size\": 7", "windows of 7")]
    [InlineData("config.json", "\"model_type\": \"clap_audio_model\"", "\"num_mel_bins\": 100", "spec_size")]
    [InlineData("config.json", "\"model_type\": \"clap\"", "\"model_type\": \"bert\"", "'bert'")]
    [InlineData("preprocessor_config.json", "rand_trunc", "fusion", "'fusion'")]
    [InlineData("preprocessor_config.json", "\"feature_size\": 64", "\"feature_size\": 80", "feature_size is 80")]
    [InlineData("preprocessor_config.json", "\"max_length_s\": 10", "\"max_length_s\": 30", "3001 frames")]
    public void A_configuration_that_makes_no_model_is_an_error_that_names_it(string name, string from, string to, string message)
    {
        string? model = Checkpoints.Select(row => row.Data).FirstOrDefault(file => file.Length > 0);
        Assert.SkipUnless(model is not null, "no case of clap in any golden folder");
        foreach (string file in Directory.EnumerateFiles(Folder(model)))
            File.Copy(file, Path.Combine(_folder.FullName, Path.GetFileName(file)));
        string path = Path.Combine(_folder.FullName, name);
        string text = File.ReadAllText(path);
        text.ShouldContain(from);
        File.Delete(path);
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
        CheckpointException exception = Should.Throw<CheckpointException>(() => ClapModel.Open(_folder.FullName));
        exception.Message.ShouldContain(message);
        exception.Message.ShouldContain(path);
    }

    private static string Folder(string file) => Path.GetDirectoryName(file)!;

    private static ClapModel Open(string file) => ClapModel.Open(Folder(file));

    private static AudioBuffer Sweep(int rate, double seconds) =>
        new([.. Enumerable.Range(0, (int)(rate * seconds)).Select(i => (float)(0.3 * Math.Sin(2 * Math.PI * (200 + 100.0 * i / rate) * i / rate)))], rate);
}
