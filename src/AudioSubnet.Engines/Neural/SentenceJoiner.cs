namespace AudioSubnet.Engines.Neural;

/// <summary>
/// Makes one stream of sentences that were spoken apart: each begins and ends with a fade of 5 ms, so that there is no click, and a pause stands between them. What goes in in
/// pieces comes out in pieces, but for the few samples that may turn out to be a sentence's last.
/// </summary>
internal sealed class SentenceJoiner(int sampleRate)
{
    /// <summary>Length of a fade, and of what is held back.</summary>
    private const double FadeSeconds = 0.005;

    /// <summary>Pause between two sentences, beside the silence that models begin and end with.</summary>
    private const double PauseSeconds = 0.15;

    private readonly int _fade = Math.Max(1, (int)(FadeSeconds * sampleRate));
    private float[] _held = [];
    private int _position;

    /// <summary>Takes the next samples of a sentence; gives those that are ready.</summary>
    public float[] Add(ReadOnlySpan<float> samples)
    {
        float[] all = [.. _held, .. samples];
        for (int i = _held.Length; i < all.Length && _position < _fade; i++)
            all[i] *= Gain(_position++);
        int ready = Math.Max(0, all.Length - _fade);
        _held = all[ready..];
        return all[..ready];
    }

    /// <summary>Ends the sentence; gives its last samples and, if another follows, the pause.</summary>
    public float[] End(bool anotherFollows)
    {
        for (int i = 0; i < _held.Length; i++)
            _held[i] *= Gain(_held.Length - 1 - i);
        float[] rest = anotherFollows ? [.. _held, .. new float[(int)(PauseSeconds * sampleRate)]] : _held;
        (_held, _position) = ([], 0);
        return rest;
    }

    /// <summary>A raised cosine from 0 to 1.</summary>
    private float Gain(int position) => position >= _fade ? 1 : 0.5f - (0.5f * MathF.Cos(MathF.PI * (position + 0.5f) / _fade));
}
