using System.Text.Json;
using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Inference.Tokenizers;

/// <summary>What <c>tokenizer_config.json</c>, <c>special_tokens_map.json</c> and <c>added_tokens.json</c> of a folder say. All three may be missing.</summary>
internal sealed class TokenizerConfig
{
    private readonly Dictionary<string, string> _strings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _flags = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AddedToken> _added = new(StringComparer.Ordinal);

    private TokenizerConfig()
    {
    }

    /// <summary>Tokens beyond the vocabulary file, or of it but recognised as a whole in the text.</summary>
    public IReadOnlyCollection<AddedToken> AddedTokens => _added.Values;

    /// <summary>Reads a folder.</summary>
    /// <exception cref="CheckpointException">A file is damaged.</exception>
    public static TokenizerConfig Read(string folder)
    {
        var config = new TokenizerConfig();
        TokenizerFiles.ParseOptionalJson(Path.Combine(folder, "added_tokens.json"), config.ReadAddedTokens);
        TokenizerFiles.ParseOptionalJson(Path.Combine(folder, "special_tokens_map.json"), config.ReadSettings);
        TokenizerFiles.ParseOptionalJson(Path.Combine(folder, "tokenizer_config.json"), config.ReadSettings);
        return config;
    }

    /// <summary>A text setting, such as "pad_token".</summary>
    public string Text(string name, string fallback) => _strings.GetValueOrDefault(name, fallback);

    /// <summary>A text setting, or null.</summary>
    public string? Text(string name) => _strings.GetValueOrDefault(name);

    /// <summary>A yes-or-no setting.</summary>
    public bool Flag(string name, bool fallback) => _flags.GetValueOrDefault(name, fallback);

    /// <summary>Adds a token that the model family always has, unless the files describe it.</summary>
    public void AddDefault(AddedToken token) => _added.TryAdd(token.Text, token);

    private bool ReadAddedTokens(JsonElement root)
    {
        foreach (JsonProperty entry in root.EnumerateObject())
            Add(new AddedToken(entry.Name, entry.Value.GetInt32()));
        return true;
    }

    private bool ReadSettings(JsonElement root)
    {
        foreach (JsonProperty entry in root.EnumerateObject())
        {
            JsonElement value = entry.Value;
            if (entry.NameEquals("added_tokens_decoder"))
                ReadDecoder(value);
            else if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
                _flags[entry.Name] = value.GetBoolean();
            else if (value.ValueKind == JsonValueKind.String)
                _strings[entry.Name] = value.GetString()!;
            else if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("content", out JsonElement content))
                _strings[entry.Name] = content.GetString() ?? throw new FormatException($"the content of {entry.Name} is null");
        }
        return true;
    }

    private void ReadDecoder(JsonElement decoder)
    {
        foreach (JsonProperty entry in decoder.EnumerateObject())
            Add(new AddedToken(
                entry.Value.GetProperty("content").GetString() ?? throw new FormatException("an added token is null"),
                int.Parse(entry.Name),
                IsTrue(entry.Value, "lstrip"),
                IsTrue(entry.Value, "rstrip"),
                IsTrue(entry.Value, "special")));
    }

    private void Add(AddedToken token)
    {
        if (token.Text.Length is 0 or > 256 || token.Id is < 0 or > TokenizerFiles.MaxId)
            throw new FormatException($"an added token has {token.Text.Length} characters and the id {token.Id}");
        _added[token.Text] = token;
        if (_added.Count > 65536)
            throw new FormatException("more than 65536 added tokens");
    }

    private static bool IsTrue(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;
}
