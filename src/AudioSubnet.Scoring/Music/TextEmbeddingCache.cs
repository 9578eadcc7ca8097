using AudioSubnet.Scoring.Judges;

namespace AudioSubnet.Scoring.Music;

/// <summary>Remembers the embeddings of the texts that were used last: each text is read once. Thread-safe.</summary>
/// <param name="embedder">Who reads.</param>
/// <param name="capacity">Texts to hold.</param>
internal sealed class TextEmbeddingCache(ITextAudioEmbedder embedder, int capacity = 512)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<(string Text, float[] Embedding)>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Text, float[] Embedding)> _recent = [];

    /// <summary>The embeddings of texts, at most as many as the capacity, in their order.</summary>
    public IReadOnlyList<float[]> Get(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        // Held while reading, so that scores that begin at once do not each read the same texts.
        lock (_lock)
        {
            string[] unread = [.. texts.Where(text => !_entries.ContainsKey(text)).Distinct(StringComparer.Ordinal)];
            IReadOnlyList<float[]> read = unread.Length == 0 ? [] : embedder.EmbedTexts(unread, cancellationToken);
            for (int i = 0; i < unread.Length; i++)
                _entries[unread[i]] = _recent.AddFirst((unread[i], read[i]));
            float[][] embeddings = [.. texts.Select(Use)];
            for (; _entries.Count > capacity; _recent.RemoveLast())
                _entries.Remove(_recent.Last!.Value.Text);
            return embeddings;
        }
    }

    private float[] Use(string text)
    {
        LinkedListNode<(string Text, float[] Embedding)> entry = _entries[text];
        _recent.Remove(entry);
        _recent.AddFirst(entry);
        return entry.Value.Embedding;
    }
}
