using System.Text.Json;
using AudioSubnet.Dsp;

namespace AudioSubnet.Protocol.Tests;

[Trait("Area", "protocol")]
public sealed class AudioPayloadTests
{
    public static TheoryData<string> Encodings => [.. AudioPayload.SupportedEncodings];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void A_caller_that_asks_for_compact_audio_gets_it_at_the_engines_own_rate(string encoding)
    {
        TextToSpeech answer = Answer(new TextToSpeech { TextInput = "hello", AcceptAudio = [encoding] }, Tone(22050));

        answer.SpeechOutput.ShouldBeNull();
        answer.CompactAudio!.Encoding.ShouldBe(encoding);
        AudioPayload.TryReadAnswer(answer, out AudioBuffer? audio, out string? error).ShouldBeTrue(error);
        audio.SampleRate.ShouldBe(22050);
        ShouldBeClose(audio, Tone(22050), 1.0 / 32000);
    }

    [Fact]
    public void A_caller_that_does_not_ask_gets_a_list_at_the_synapses_rate()
    {
        TextToSpeech answer = Answer(new TextToSpeech { TextInput = "hello" }, Tone(32000));

        answer.CompactAudio.ShouldBeNull();
        AudioPayload.TryReadAnswer(answer, out AudioBuffer? audio, out string? error).ShouldBeTrue(error);
        audio.SampleRate.ShouldBe(16000);
        audio.Seconds.ShouldBe(0.5, 0.001);
    }

    [Fact]
    public void Encodings_that_nobody_knows_are_passed_over()
    {
        Answer(new TextToSpeech { AcceptAudio = ["opus", "pcm_s16le"] }, Tone(16000)).CompactAudio!.Encoding.ShouldBe("pcm_s16le");
        Answer(new TextToSpeech { AcceptAudio = ["opus"] }, Tone(16000)).SpeechOutput.ShouldNotBeNull();
    }

    // In the Python network the miner's model_name chose the sample rate, so a miner could change its pitch and pace by a word.
    [Theory]
    [InlineData("suno/bark")]
    [InlineData("elevenlabs/eleven")]
    [InlineData("MeloTTS")]
    [InlineData(null)]
    public void The_model_name_does_not_choose_the_sample_rate(string? modelName)
    {
        IAudioSynapse[] answers = [new TextToSpeech(), new VoiceClone(), new MusicGeneration()];
        var rates = new List<int>();
        foreach (IAudioSynapse answer in answers)
        {
            AudioPayload.WriteAnswer(answer, Tone(16000));
            answer.ModelName = modelName;
            AudioPayload.TryReadAnswer(answer, out AudioBuffer? audio, out _).ShouldBeTrue();
            audio.Seconds.ShouldBe(0.5, 0.001);
            rates.Add(audio.SampleRate);
        }

        rates.ShouldBe([16000, 24000, 32000]);
    }

    [Theory]
    [InlineData("pcm_s16le", 4000, 1, "AAAA", "4000 Hz is outside")]
    [InlineData("pcm_s16le", 0, 1, "AAAA", "0 Hz is outside")]
    [InlineData("pcm_s16le", 192000, 1, "AAAA", "192000 Hz is outside")]
    [InlineData("pcm_s16le", 16000, 0, "AAAA", "0 channels")]
    [InlineData("pcm_s16le", 16000, 1000, "AAAA", "1000 channels")]
    [InlineData("pcm_s16le", 16000, 1, "AAAA", "whole frames")]
    [InlineData("pcm_s16le", 16000, 1, "", "no samples")]
    [InlineData("pcm_s16le", 16000, 1, null, "no samples")]
    [InlineData("pcm_s16le", 16000, 1, "!!!", "not base64")]
    [InlineData("flac", 16000, 1, "AAAA", "")]
    [InlineData("opus", 16000, 1, "AAAA", "encoding 'opus' is not known")]
    [InlineData(null, 16000, 1, "AAAA", "encoding '' is not known")]
    public void Compact_audio_that_cannot_be_is_refused_with_the_reason(string? encoding, int rate, int channels, string? data, string reason)
    {
        var answer = new TextToSpeech { CompactAudio = new CompactAudio { Encoding = encoding, SampleRate = rate, Channels = channels, Data = data } };
        AudioPayload.TryReadAnswer(answer, out _, out string? error).ShouldBeFalse();
        error.ShouldStartWith("compact_audio: ");
        error.ShouldContain(reason);
    }

    [Fact]
    public void A_flac_file_whose_rate_is_not_the_one_claimed_is_refused()
    {
        Assert.SkipUnless(AudioPayload.SupportedEncodings.Contains("flac"), "libsndfile is not installed");
        TextToSpeech answer = Answer(new TextToSpeech { AcceptAudio = ["flac"] }, Tone(16000));
        answer.CompactAudio = answer.CompactAudio! with { SampleRate = 24000 };
        AudioPayload.TryReadAnswer(answer, out _, out string? error).ShouldBeFalse();
        error.ShouldContain("the field says 24000 Hz");
    }

    [Fact]
    public void A_few_kilobytes_of_flac_cannot_unpack_to_hours()
    {
        Assert.SkipUnless(AudioPayload.SupportedEncodings.Contains("flac"), "libsndfile is not installed");
        MusicGeneration music = new() { AcceptAudio = ["flac"] };
        AudioPayload.WriteAnswer(music, new AudioBuffer(new float[64 * 8000], 8000));
        music.CompactAudio!.Data!.Length.ShouldBeLessThan(20_000);

        var speech = new TextToSpeech { CompactAudio = music.CompactAudio }; // 64 s where 60 are the limit
        AudioPayload.TryReadAnswer(speech, out _, out string? error).ShouldBeFalse();
        error.ShouldNotBeEmpty();
    }

    [Fact]
    public void An_answer_without_audio_says_so()
    {
        AudioPayload.TryReadAnswer(new TextToSpeech(), out _, out string? error).ShouldBeFalse();
        error.ShouldBe("the answer holds no audio.");
    }

    [Fact]
    public void Audio_that_breaks_a_limit_is_not_sent()
    {
        var nan = new AudioBuffer([0f, float.NaN], 16000);
        Should.Throw<ArgumentException>(() => AudioPayload.WriteAnswer(new TextToSpeech(), nan)).Message.ShouldContain("not a finite number");
        var tooLong = new AudioBuffer(new float[61 * 8000], 8000);
        Should.Throw<ArgumentException>(() => AudioPayload.WriteAnswer(new TextToSpeech(), tooLong)).Message.ShouldContain("61.0 s");
        Should.Throw<ArgumentException>(() => AudioPayload.WriteAnswer(new TextToSpeech(), new AudioBuffer(Array.Empty<float>(), 16000))).Message.ShouldContain("no samples");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_recording_reaches_the_miner_with_its_rate(bool compact)
    {
        var request = new VoiceClone { TextInput = "hello" };
        AudioPayload.WriteReference(request, Tone(22050), compact);
        (request.CloneInput is null).ShouldBe(compact);
        var received = JsonSerializer.Deserialize<VoiceClone>(JsonSerializer.Serialize(request))!;

        received.CheckRequest().ShouldBeNull();
        AudioPayload.TryReadReference(received, out AudioBuffer? reference, out string? error).ShouldBeTrue(error);
        reference.SampleRate.ShouldBe(22050);
        ShouldBeClose(reference, Tone(22050), 1.0 / 32000);
    }

    [Theory]
    [InlineData("""{"clone_input": [0.1, 0.2], "sample_rate": 16000}""", "at least 0.5 s")]
    [InlineData("""{"clone_input": [0.1, 0.2]}""", "sample_rate: the sample rate is missing")]
    [InlineData("""{"clone_input": [0.1, 0.2], "sample_rate": 3}""", "sample_rate: a sample rate of 3 Hz")]
    [InlineData("""{"clone_input": [], "sample_rate": 16000}""", "clone_input: the list of samples is empty")]
    public void A_recording_that_is_none_is_refused_with_the_reason(string json, string reason)
    {
        AudioPayload.TryReadReference(JsonSerializer.Deserialize<VoiceClone>(json)!, out _, out string? error).ShouldBeFalse();
        error.ShouldContain(reason);
    }

    private static TextToSpeech Answer(TextToSpeech request, AudioBuffer audio)
    {
        AudioPayload.WriteAnswer(request, audio);
        return JsonSerializer.Deserialize<TextToSpeech>(JsonSerializer.Serialize(request))!;
    }

    /// <summary>Half a second of 440 Hz at half of full scale.</summary>
    private static AudioBuffer Tone(int sampleRate)
    {
        var samples = new float[sampleRate / 2];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = 0.5f * MathF.Sin(2 * MathF.PI * 440 * i / sampleRate);
        return new AudioBuffer(samples, sampleRate);
    }

    private static void ShouldBeClose(AudioBuffer actual, AudioBuffer expected, double tolerance)
    {
        actual.Frames.ShouldBe(expected.Frames);
        for (int i = 0; i < expected.Frames; i++)
            actual.Mono.Span[i].ShouldBe(expected.Mono.Span[i], tolerance);
    }
}
