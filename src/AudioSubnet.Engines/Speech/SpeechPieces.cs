using AudioSubnet.Dsp;

namespace AudioSubnet.Engines.Speech;

/// <summary>Joins what an engine spoke piece by piece.</summary>
internal static class SpeechPieces
{
    /// <summary>The mono pieces end to end.</summary>
    /// <param name="pieces">At least one; all of one rate.</param>
    /// <param name="cancellationToken">Cancels the engine.</param>
    public static async Task<AudioBuffer> JoinAsync(IAsyncEnumerable<AudioBuffer> pieces, CancellationToken cancellationToken)
    {
        var parts = new List<AudioBuffer>();
        await foreach (AudioBuffer piece in pieces.WithCancellation(cancellationToken))
            parts.Add(piece);
        if (parts.Count == 1)
            return parts[0];
        var samples = new float[parts.Sum(part => part.Frames)];
        int at = 0;
        foreach (AudioBuffer part in parts)
        {
            part.Mono.Span.CopyTo(samples.AsSpan(at));
            at += part.Frames;
        }
        return new AudioBuffer(samples, parts[0].SampleRate);
    }
}
