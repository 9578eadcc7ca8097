namespace AudioSubnet.Scoring.Recognition;

/// <summary>Chooses the recogniser that word error rates are measured with.</summary>
public static class SpeechRecognizers
{
    /// <summary>wav2vec 2.0 if its weights are on this machine, otherwise PocketSphinx, which needs no download.</summary>
    /// <param name="parallelism">Clips that are heard at the same time.</param>
    /// <returns>A recogniser that is to be disposed if it is <see cref="IDisposable"/>.</returns>
    /// <exception cref="RecognizerUnavailableException">There are no weights, and PocketSphinx is not installed.</exception>
    /// <exception cref="Inference.Checkpoints.CheckpointException">The weights are there but damaged; delete or pull them again.</exception>
    public static ISpeechRecognizer OpenBest(int parallelism = 1) =>
        Wav2Vec2Recognizer.FindAndOpen(new Wav2Vec2RecognizerOptions { Parallelism = parallelism })
        ?? (ISpeechRecognizer)new PocketSphinxRecognizer(new PocketSphinxOptions { Decoders = parallelism });
}
