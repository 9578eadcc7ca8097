using System.Buffers;

namespace AudioSubnet.Protocol;

/// <summary>Every limit on what the audio synapses may carry, for both ends.</summary>
public static class ProtocolLimits
{
    /// <summary>Longest prompt in characters (UTF-16 code units), as on the existing network.</summary>
    public const int MaxPromptCharacters = 256;

    /// <summary>Lowest sample rate in Hz: telephone speech.</summary>
    public const int MinSampleRate = 8000;

    /// <summary>Highest sample rate in Hz.</summary>
    public const int MaxSampleRate = 48000;

    /// <summary>Most channels in one clip.</summary>
    public const int MaxChannels = 2;

    /// <summary>Longest speech in an answer, in seconds; 256 characters take about 20 s at an ordinary pace.</summary>
    public const double MaxSpeechSeconds = 60;

    /// <summary>Shortest recording of a voice to clone, in seconds.</summary>
    public const double MinReferenceSeconds = 0.5;

    /// <summary>Longest recording of a voice to clone, in seconds.</summary>
    public const double MaxReferenceSeconds = 60;

    /// <summary>Shortest piece of music that can be asked for, in seconds.</summary>
    public const double MinMusicSeconds = 1;

    /// <summary>Longest piece of music that can be asked for, in seconds.</summary>
    public const double MaxMusicSeconds = 60;

    /// <summary>How much longer than asked a piece of music may be and still be read, in seconds.</summary>
    public const double MusicOverrunSeconds = 5;

    /// <summary>Most numbers that are kept of one JSON list of samples: the longest clip at the highest rate in all channels.</summary>
    public const int MaxListSamples = (int)((MaxMusicSeconds + MusicOverrunSeconds) * MaxSampleRate) * MaxChannels;

    /// <summary>Largest request that carries a prompt and no recording, in bytes: 256 characters in any script and escaping, with ample room.</summary>
    public const long MaxTextRequestBytes = 256 << 10;

    /// <summary>Longest list of encodings a caller may say it reads; later entries are ignored.</summary>
    public const int MaxAcceptedEncodings = 8;

    /// <summary>Control characters; tab and line breaks may stand in a prompt.</summary>
    private static readonly SearchValues<char> ForbiddenCharacters = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(c => char.IsControl(c) && c is not ('\t' or '\n' or '\r'))]);

    /// <summary>Says what is wrong with a prompt, or null if nothing is.</summary>
    /// <remarks>A prompt that is too long is refused, never cut or replaced.</remarks>
    public static string? CheckPrompt(string? prompt)
    {
        if (string.IsNullOrWhiteSpace(prompt))
            return "text_input is empty; send the text to speak or the music to make.";
        if (prompt.Length > MaxPromptCharacters)
            return $"text_input has {prompt.Length} characters; the limit is {MaxPromptCharacters}.";
        int control = prompt.AsSpan().IndexOfAny(ForbiddenCharacters);
        return control < 0 ? null : $"text_input has the control character U+{(int)prompt[control]:X4} at position {control}.";
    }

    /// <summary>Says what is wrong with a sample rate in Hz, or null if nothing is.</summary>
    public static string? CheckSampleRate(int? sampleRate) => sampleRate switch
    {
        null => "the sample rate is missing.",
        < MinSampleRate or > MaxSampleRate => $"a sample rate of {sampleRate} Hz is outside {MinSampleRate}..{MaxSampleRate} Hz.",
        _ => null,
    };

    /// <summary>Most frames (samples of one channel) that a clip may have.</summary>
    /// <param name="seconds">Longest duration in seconds.</param>
    /// <param name="sampleRate">Sample rate in Hz.</param>
    public static int MaxFrames(double seconds, int sampleRate) => (int)Math.Ceiling(seconds * sampleRate);
}
