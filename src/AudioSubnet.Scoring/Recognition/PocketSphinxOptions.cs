namespace AudioSubnet.Scoring.Recognition;

/// <summary>Settings of <see cref="PocketSphinxRecognizer"/>.</summary>
public sealed record PocketSphinxOptions
{
    /// <summary>Folder that holds the acoustic model <c>en-us/</c>, <c>en-us.lm.bin</c> and <c>cmudict-en-us.dict</c>.</summary>
    public string ModelFolder { get; init; } = "/usr/share/pocketsphinx/model/en-us";

    /// <summary>
    /// Decoders that may work at the same time. Each holds about 80 MB; they are loaded when first needed (0.3 s of CPU), clean and noisy audio having their own.
    /// </summary>
    public int Decoders { get; init; } = 1;

    /// <summary>
    /// Hidden Markov model states that stay active per frame (<c>-maxhmmpf</c>; the library's own default is 30000).
    /// Measured on flite and espeak-ng voices: 3000 hears the same words as 30000 and halves the time on hard audio, where most states stay active.
    /// </summary>
    public int ActiveStates { get; init; } = 3000;

    /// <summary>
    /// Level of the faint noise that is mixed into the speech before decoding, in dB below it. Synthetic voices leave spectral gaps that no microphone leaves and that the acoustic
    /// model has never seen: with the noise, espeak-ng's word error rate falls from 66 % to 45 %, and flite's stays as it is.
    /// </summary>
    public double ComfortNoise { get; init; } = 40;

    /// <summary>
    /// Signal-to-noise ratio in dB, comfort noise included, below which the decoder takes noise off before it listens. Removing noise costs clean speech words (mean word error rate of slt and
    /// kal16 over 16 prompts each 14.4 % with it, 13.2 % without) and saves noisy ones (slt and rms over 3 prompts each with white noise at 20 dB: 63 % with it, 79 % without).
    /// </summary>
    public double NoisyBelow { get; init; } = 36;

    /// <summary>Audio longer than this, in seconds, is cut at pauses into pieces not longer than this. Cancellation takes effect between pieces.</summary>
    public double MaxPieceSeconds { get; init; } = 12;

    /// <summary>Only this much of a recording is listened to, in seconds, so that one clip cannot hold a decoder for ever.</summary>
    public double MaxSeconds { get; init; } = 180;
}
