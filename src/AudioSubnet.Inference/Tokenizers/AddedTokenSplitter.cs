namespace AudioSubnet.Inference.Tokenizers;

/// <summary>Cuts a text at its added tokens: leftmost first, and of those that start at one place the longest.</summary>
internal sealed class AddedTokenSplitter
{
    private readonly ILookup<char, AddedToken> _byFirst;
    private readonly Dictionary<int, AddedToken> _byId = [];

    public AddedTokenSplitter(IEnumerable<AddedToken> tokens)
    {
        AddedToken[] all = [.. tokens];
        _byFirst = all.OrderByDescending(token => token.Text.Length).ToLookup(token => token.Text[0]);
        foreach (AddedToken token in all)
            _byId[token.Id] = token;
    }

    /// <summary>The added token of that id, or null.</summary>
    public AddedToken? Find(int id) => _byId.GetValueOrDefault(id);

    /// <summary>Gives the parts of a text in order: ids of added tokens, and what lies between them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="added">Called with the id of an added token.</param>
    /// <param name="between">Called with a part that is not empty.</param>
    public void Split(string text, Action<int> added, Action<string> between)
    {
        int start = 0;
        for (int i = 0; i < text.Length;)
        {
            if (At(text, i) is not { } token)
            {
                i++;
                continue;
            }
            string left = text[start..i];
            if (token.StripLeft)
                left = left.TrimEnd();
            if (left.Length > 0)
                between(left);
            added(token.Id);
            i += token.Text.Length;
            if (token.StripRight)
                while (i < text.Length && char.IsWhiteSpace(text[i]))
                    i++;
            start = i;
        }
        if (start < text.Length)
            between(text[start..]);
    }

    private AddedToken? At(string text, int index)
    {
        foreach (AddedToken token in _byFirst[text[index]])
            if (string.CompareOrdinal(text, index, token.Text, 0, token.Text.Length) == 0)
                return token;
        return null;
    }
}
