using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Inference.Tokenizers;

/// <summary>Tokens and their ids, both ways. Ids need not be dense, and two tokens may share one.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<int, string> _tokens;

    /// <param name="source">The file, for messages.</param>
    /// <param name="tokens">Pairs of token and id, in the file's order; of tokens that occur twice the last counts.</param>
    /// <exception cref="CheckpointException">More than a million tokens, an empty vocabulary, or an id outside 0 to 10 million.</exception>
    public Vocabulary(string source, IEnumerable<KeyValuePair<string, int>> tokens)
    {
        Source = source;
        _ids = new Dictionary<string, int>(StringComparer.Ordinal);
        _tokens = [];
        foreach ((string token, int id) in tokens)
        {
            if (id is < 0 or > TokenizerFiles.MaxId)
                throw new CheckpointException($"{source}: token '{Shown(token)}' has the id {id}; ids go from 0 to {TokenizerFiles.MaxId}.");
            _ids[token] = id;
            _tokens[id] = token;
            if (_ids.Count > TokenizerFiles.MaxTokens)
                throw new CheckpointException($"{source}: more than {TokenizerFiles.MaxTokens} tokens.");
        }
        if (_ids.Count == 0)
            throw new CheckpointException($"{source}: the vocabulary is empty.");
    }

    /// <summary>The file it was read from.</summary>
    public string Source { get; }

    /// <summary>Tokens in the file's order.</summary>
    public IReadOnlyCollection<string> Tokens => _ids.Keys;

    /// <summary>Id of a token, or null.</summary>
    public int? Find(string token) => _ids.TryGetValue(token, out int id) ? id : null;

    /// <summary>Id of a token that the model cannot do without.</summary>
    /// <exception cref="CheckpointException">It is not there.</exception>
    public int Require(string token) =>
        Find(token) ?? throw new CheckpointException($"{Source}: the vocabulary lacks '{Shown(token)}', which a model of this kind needs. The folder's tokenizer files do not belong together.");

    /// <summary>Token of an id.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No token has it.</exception>
    public string Token(int id) =>
        _tokens.TryGetValue(id, out string? token) ? token : throw new ArgumentOutOfRangeException(nameof(id), id, $"No token of {Source} has this id.");

    /// <summary>Token of an id, or null.</summary>
    public string? TokenOrNull(int id) => _tokens.GetValueOrDefault(id);

    private static string Shown(string token) => token.Length <= 60 ? token : token[..60] + "…";
}
