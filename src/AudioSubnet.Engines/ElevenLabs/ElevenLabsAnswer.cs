namespace AudioSubnet.Engines.ElevenLabs;

/// <summary>What came back: audio or JSON that is still to be read, or a refusal whose reason was read.</summary>
internal sealed class ElevenLabsAnswer : IDisposable
{
    private ElevenLabsAnswer(HttpResponseMessage message, ElevenLabsFault? fault) => (Message, Fault) = (message, fault);

    public HttpResponseMessage Message { get; }

    /// <summary>Null if the request was carried out.</summary>
    public ElevenLabsFault? Fault { get; }

    /// <summary>Looks at an answer; reads its body only if it is a refusal.</summary>
    public static async Task<ElevenLabsAnswer> ReadAsync(HttpResponseMessage message, ElevenLabsOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            return new ElevenLabsAnswer(message, message.IsSuccessStatusCode ? null : await ElevenLabsFault.ReadAsync(message, options, time, cancellationToken));
        }
        catch
        {
            message.Dispose();
            throw;
        }
    }

    public void Dispose() => Message.Dispose();
}
