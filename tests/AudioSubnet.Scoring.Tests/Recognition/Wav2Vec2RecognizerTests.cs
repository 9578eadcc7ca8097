using AudioSubnet.Dsp;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Scoring.Recognition;
using AudioSubnet.TestData;

namespace AudioSubnet.Scoring.Tests.Recognition;

[Trait("Area", "scoring")]
public sealed class Wav2Vec2RecognizerTests
{
    private static string Folder()
    {
        string? folder = TestPaths.GoldenFolders.Select(root => Path.Combine(root, "wav2vec2", "tiny")).FirstOrDefault(Directory.Exists);
        Assert.SkipUnless(folder is not null, "no wav2vec2/tiny in any golden folder");
        return folder;
    }

    private static AudioBuffer Noise(double seconds, int rate = 22050)
    {
        var random = new Random(4);
        return new AudioBuffer([.. Enumerable.Range(0, (int)(seconds * rate)).Select(i => (float)(Math.Sin(i * 0.03 * (1 + i / 8000 % 5)) * 0.3 + random.NextDouble() * 0.2 - 0.1))], rate);
    }

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.Int8)]
    public async Task A_model_s_folder_is_opened_and_hears_words_in_lower_case(Precision precision)
    {
        using Wav2Vec2Recognizer recognizer = Wav2Vec2Recognizer.Open(Folder(), new Wav2Vec2RecognizerOptions { Precision = precision });
        string words = await recognizer.TranscribeAsync(Noise(3), TestContext.Current.CancellationToken);
        words.ShouldNotBeEmpty();
        words.ShouldAllBe(c => char.IsAsciiLetterLower(c) || c == ' ' || c == '\'');
    }

    [Fact]
    public async Task Samples_that_are_no_numbers_count_as_silence_and_stereo_is_mixed()
    {
        using Wav2Vec2Recognizer recognizer = Wav2Vec2Recognizer.Open(Folder());
        float[] left = Noise(1).Mono.ToArray(), right = [.. left];
        left[100] = float.NaN;
        right[200] = float.PositiveInfinity;
        (await recognizer.TranscribeAsync(new AudioBuffer([left, right], 22050), TestContext.Current.CancellationToken)).ShouldNotBeNull();
    }

    [Fact]
    public void Damaged_weights_are_an_error_not_a_missing_model()
    {
        string folder = Directory.CreateTempSubdirectory("audiosubnet-").FullName;
        try
        {
            foreach (string file in Directory.EnumerateFiles(Folder(), "*.json"))
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            File.WriteAllText(Path.Combine(folder, "model.safetensors"), "not a checkpoint");
            Should.Throw<CheckpointException>(() => Wav2Vec2Recognizer.Open(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
