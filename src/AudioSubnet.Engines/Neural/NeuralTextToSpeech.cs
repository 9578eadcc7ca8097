using System.Runtime.CompilerServices;
using System.Threading.Channels;
using AudioSubnet.Dsp;
using AudioSubnet.Engines.Speech;

namespace AudioSubnet.Engines.Neural;

/// <summary>
/// What all speech engines with a model have in common: the model is loaded once and shared, texts are cut at sentences, each sentence has a seed of its own that follows from the
/// request's, and they are joined without clicks. Thread-safe.
/// </summary>
internal abstract class NeuralTextToSpeech<TModel> : ITextToSpeech, ILoadableEngine, IDisposable
    where TModel : class, IDisposable
{
    /// <summary>Pieces that may wait for whoever listens: the model is ahead of a slow one by so many, and no more.</summary>
    private const int PiecesAhead = 8;

    private readonly SharedModel<TModel> _model;

    protected NeuralTextToSpeech(NeuralModel model, EngineOptions options)
    {
        (Source, Options) = (model, options);
        _model = new SharedModel<TModel>(model.Name, Open);
    }

    /// <inheritdoc/>
    public string Name => Source.Name;

    protected NeuralModel Source { get; }

    protected EngineOptions Options { get; }

    /// <inheritdoc/>
    public async Task LoadAsync(CancellationToken cancellationToken = default)
    {
        using SharedModel<TModel>.Lease lease = await _model.UseAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task<AudioBuffer> SpeakAsync(SpeechRequest request, CancellationToken cancellationToken = default) =>
        SpeechPieces.JoinAsync(StreamAsync(request, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<AudioBuffer> StreamAsync(SpeechRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        SpeechLimits.Check(Name, request.Text, request.SpeakingRate);
        SpeechRequest complete = request with { Speaker = request.Speaker ?? Options.Speaker, Seed = request.Seed ?? Random.Shared.Next() };
        using SharedModel<TModel>.Lease lease = await _model.UseAsync(cancellationToken);
        TModel model = lease.Model;

        // The model works on a thread of its own, ahead of the listener. Whatever ends the listening also ends the work before the lease goes back.
        var pieces = Channel.CreateBounded<AudioBuffer>(PiecesAhead);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task speaking = Task.Run(() => SpeakAsync(model, complete, pieces.Writer, ended.Token), CancellationToken.None);
        try
        {
            await foreach (AudioBuffer piece in pieces.Reader.ReadAllAsync(cancellationToken))
                yield return piece;
        }
        finally
        {
            await ended.CancelAsync();
            await speaking;
        }
    }

    /// <summary>Frees the model when the last request is done.</summary>
    public void Dispose() => _model.Dispose();

    /// <summary>Loads the model.</summary>
    protected abstract TModel Open();

    /// <summary>Sample rate of the model in Hz.</summary>
    protected abstract int SampleRate(TModel model);

    /// <summary>Cuts a text into what is spoken at a time, written as the model reads it.</summary>
    protected abstract IEnumerable<string> Split(TModel model, string text);

    /// <summary>Checks a request and makes what speaks its sentences.</summary>
    /// <returns>A function from a sentence and its seed to mono samples, piece by piece; none for a sentence that the model cannot read.</returns>
    /// <exception cref="EngineException">The model cannot do what the request asks for.</exception>
    protected abstract Func<string, int, IEnumerable<float[]>> Prepare(TModel model, SpeechRequest request, CancellationToken cancellationToken);

    private async Task SpeakAsync(TModel model, SpeechRequest request, ChannelWriter<AudioBuffer> pieces, CancellationToken cancellationToken)
    {
        try
        {
            Func<string, int, IEnumerable<float[]>> speak = Prepare(model, request, cancellationToken);
            int sampleRate = SampleRate(model);
            var joiner = new SentenceJoiner(sampleRate);
            bool any = false;
            int index = 0;
            foreach (string sentence in Split(model, request.Text))
            {
                // A pause is written when the next sentence has sound, so that unreadable ones leave no gap.
                bool begun = false;
                foreach (float[] samples in speak(sentence, unchecked(request.Seed!.Value + (index++ * 7919))))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    CheckFinite(samples);
                    if (!begun && any)
                        await WriteAsync(joiner.End(anotherFollows: true));
                    begun = any = true;
                    await WriteAsync(joiner.Add(samples));
                }
            }
            if (!any)
                throw new EngineException($"{Name}: there is nothing in the text that it can speak.");
            await WriteAsync(joiner.End(anotherFollows: false));
            pieces.Complete();

            async ValueTask WriteAsync(float[] samples)
            {
                if (samples.Length > 0)
                    await pieces.WriteAsync(new AudioBuffer(samples, sampleRate), cancellationToken);
            }
        }
        catch (Exception fault)
        {
            pieces.TryComplete(fault); // the listener gets it
        }
    }

    private void CheckFinite(float[] samples)
    {
        foreach (float sample in samples)
            if (!float.IsFinite(sample))
                throw new EngineException($"{Name}: the model gave {sample} for a sample. Its weights are damaged, or do not fit its configuration: audiosubnet models verify");
    }
}
