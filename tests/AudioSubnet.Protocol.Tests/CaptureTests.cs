using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AudioSubnet.Dsp;
using AudioSubnet.TestData;

namespace AudioSubnet.Protocol.Tests;

/// <summary>Bodies as Python peers of versions 6.9.3 and 9.12.2 put them on the wire.</summary>
[Trait("Area", "vectors")]
public sealed class CaptureTests
{
    private static readonly string[] SpeechFields = ["text_input", "model_name", "clone_input", "speech_output"];
    private static readonly string[] MusicFields = ["text_input", "model_name", "music_output", "duration"];

    [Theory]
    [InlineData("693")]
    [InlineData("9122")]
    public void A_Python_speech_request_is_understood(string version)
    {
        TextToSpeech request = Parse<TextToSpeech>($"{version}-TextToSpeech.request.bin");
        request.TextInput.ShouldBe("Hello, world. ünïcode");
        request.ModelName.ShouldBe("microsoft/speecht5_tts");
        request.SpeechOutput.ShouldBeNull();
        request.AcceptAudio.ShouldBeNull();
        request.CheckRequest().ShouldBeNull();
    }

    [Theory]
    [InlineData("693")]
    [InlineData("9122")]
    public void A_Python_speech_answer_is_understood(string version)
    {
        TextToSpeech answer = Parse<TextToSpeech>($"{version}-TextToSpeech.response.bin");
        AudioPayload.TryReadAnswer(answer, out AudioBuffer? audio, out string? error).ShouldBeTrue(error);
        audio.SampleRate.ShouldBe(16000);
        audio.Mono.ToArray().ShouldBe([0f, 0.5f / 21, -0.25f / 21, 1f]);
    }

    [Theory]
    [InlineData("693")]
    [InlineData("9122")]
    public void A_Python_music_request_is_understood_and_its_duration_judged(string version)
    {
        MusicGeneration request = Parse<MusicGeneration>($"{version}-MusicGeneration.request.bin");
        request.TextInput.ShouldBe("calm piano");
        request.Duration.ShouldBe(3);
        request.CheckRequest()!.ShouldStartWith("duration is 3 tokens (0.1 s at 50.2 tokens a second)");
    }

    [Theory]
    [InlineData("693")]
    [InlineData("9122")]
    public void A_Python_music_answer_is_understood(string version)
    {
        MusicGeneration answer = Parse<MusicGeneration>($"{version}-MusicGeneration.response.bin");
        AudioPayload.TryReadAnswer(answer, out AudioBuffer? audio, out string? error).ShouldBeTrue(error);
        audio.SampleRate.ShouldBe(32000);
        audio.Mono.ToArray().ShouldBe([0.125f, 0.125f, 0.125f]);
    }

    [Fact]
    public void Our_fields_are_those_of_the_Python_synapses_in_their_order_and_then_our_own()
    {
        OwnFields(new TextToSpeech()).ShouldBe([.. SpeechFields, "accept_audio", "compact_audio"]);
        OwnFields(new MusicGeneration()).ShouldBe([.. MusicFields, "accept_audio", "compact_audio"]);
        OwnFields(new VoiceClone()).ShouldBe(
            ["text_input", "clone_input", "clone_output", "sample_rate", "hf_voice_id", "model_name", "accept_audio", "compact_audio", "compact_input"]);
        CapturedFields("693-TextToSpeech.request.bin", SpeechFields.Length).ShouldBe(SpeechFields);
        CapturedFields("693-MusicGeneration.request.bin", MusicFields.Length).ShouldBe(MusicFields);
    }

    /// <summary>The fields of the class itself, in the order in which they are written.</summary>
    private static IEnumerable<string> OwnFields<TSynapse>(TSynapse synapse)
    {
        var names = typeof(TSynapse).GetProperties()
            .Where(property => property.DeclaringType == typeof(TSynapse))
            .SelectMany(property => property.GetCustomAttributes(typeof(System.Text.Json.Serialization.JsonPropertyNameAttribute), inherit: true))
            .Select(attribute => ((System.Text.Json.Serialization.JsonPropertyNameAttribute)attribute).Name)
            .ToHashSet();
        return JsonSerializer.SerializeToNode(synapse)!.AsObject().Select(field => field.Key).Where(names.Contains);
    }

    private static IEnumerable<string> CapturedFields(string file, int count) =>
        JsonNode.Parse(Body(file))!.AsObject().Select(field => field.Key).TakeLast(count);

    private static TSynapse Parse<TSynapse>(string file) => JsonSerializer.Deserialize<TSynapse>(Body(file))!;

    private static string Body(string file)
    {
        string message = Encoding.UTF8.GetString(File.ReadAllBytes(TestPaths.VectorFiles(Path.Combine("captures", file)).First()));
        return message[(message.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
    }
}
