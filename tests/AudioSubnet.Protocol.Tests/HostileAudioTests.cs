using System.Text;
using System.Text.Json;
using AudioSubnet.Dsp;
using FsCheck.Xunit;

namespace AudioSubnet.Protocol.Tests;

/// <summary>Whatever a peer sends is audio within the limits or a sentence that says why it is none: never another exception.</summary>
[Trait("Area", "fuzz")]
public sealed class HostileAudioTests
{
    private static readonly string[] Fragments =
        ["[", "]", "[[", "]]", ",", "0", "-1", "0.5", "1e39", "-1e-39", "32768", "2147483648", "null", "true", "\"x\"", "{\"a\":1}", "1e400", "0.1,0.2"];

    [Property(MaxTest = 2000)]
    public void Any_JSON_in_place_of_a_list_is_audio_or_an_error(byte[] choices)
    {
        string json = string.Concat(choices.Select(choice => Fragments[choice % Fragments.Length]));
        SampleList? list;
        try
        {
            list = JsonSerializer.Deserialize<SampleList>(json);
        }
        catch (JsonException)
        {
            return; // not JSON at all: the HTTP layer answers
        }

        if (list is not null)
            ShouldBeAudioOrError(list.TryToAudio(16000, 1, out AudioBuffer? audio, out string? error), audio, error);
    }

    [Property(MaxTest = 500)]
    public void Any_bytes_as_compact_audio_are_audio_or_an_error(byte[] bytes, bool flac, int rate, int channels)
    {
        byte[] data = flac ? [.. "fLaC"u8, .. bytes] : bytes;
        var answer = new TextToSpeech
        {
            CompactAudio = new CompactAudio
            {
                Encoding = flac ? AudioEncoding.Flac : AudioEncoding.Pcm16,
                SampleRate = rate % 2 == 0 ? 16000 : rate,
                Channels = channels % 2 == 0 ? 1 : channels,
                Data = Convert.ToBase64String(data),
            },
        };
        ShouldBeAudioOrError(AudioPayload.TryReadAnswer(answer, out AudioBuffer? audio, out string? error), audio, error);
    }

    [Property(MaxTest = 300)]
    public void A_damaged_FLAC_file_is_audio_or_an_error(int position, byte value, int cut)
    {
        Assert.SkipUnless(AudioPayload.SupportedEncodings.Contains(AudioEncoding.Flac), "libsndfile is not installed");
        var answer = new TextToSpeech { AcceptAudio = [AudioEncoding.Flac] };
        AudioPayload.WriteAnswer(answer, new AudioBuffer([.. Enumerable.Range(0, 4000).Select(i => 0.5f * MathF.Sin(i * i * 1e-4f))], 16000));
        byte[] data = Convert.FromBase64String(answer.CompactAudio!.Data!);
        data[(position & int.MaxValue) % data.Length] = value;
        int length = data.Length - ((cut & int.MaxValue) % data.Length);
        answer.CompactAudio = answer.CompactAudio with { Data = Convert.ToBase64String(data.AsSpan(0, length)) };

        ShouldBeAudioOrError(AudioPayload.TryReadAnswer(answer, out AudioBuffer? audio, out string? error), audio, error);
    }

    [Property(MaxTest = 500)]
    public void Any_text_is_a_prompt_or_an_error(string? text)
    {
        string? error = ProtocolLimits.CheckPrompt(text);
        if (error is null)
            text!.Length.ShouldBeInRange(1, ProtocolLimits.MaxPromptCharacters);
        else
            Encoding.UTF8.GetByteCount(error).ShouldBeLessThan(200);
    }

    private static void ShouldBeAudioOrError(bool read, AudioBuffer? audio, string? error)
    {
        if (!read)
        {
            error.ShouldNotBeNullOrWhiteSpace();
            return;
        }

        AudioChecks.Check(audio!, ProtocolLimits.MaxSpeechSeconds).ShouldBeNull();
        for (int c = 0; c < audio!.Channels; c++)
            foreach (float sample in audio.Channel(c))
                Math.Abs(sample).ShouldBeLessThanOrEqualTo(1);
    }
}
