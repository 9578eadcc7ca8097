namespace Bittensor.LocalNet.Node.Runtime;

/// <summary>A cursor over the text of a runtime's definition: words, punctuation and notes behind <c>//</c>.</summary>
internal sealed class DefinitionText(string text)
{
    private int _position;

    public bool AtEnd
    {
        get
        {
            SkipBlanks();
            return _position == text.Length;
        }
    }

    /// <summary>A name: letters, digits, underscores and the <c>::</c> of paths.</summary>
    public string Word()
    {
        SkipBlanks();
        int start = _position;
        while (_position < text.Length && IsWord())
            _position += text[_position] == ':' ? 2 : 1;
        return _position > start ? text[start.._position] : throw Fail("a name");
    }

    public byte Byte() => byte.TryParse(Word(), out byte value) ? value : throw Fail("a number up to 255");

    public uint Number() => uint.TryParse(Word(), out uint value) ? value : throw Fail("a number");

    /// <summary>True, and the token is passed, if it comes next.</summary>
    public bool Take(string token)
    {
        SkipBlanks();
        if (string.CompareOrdinal(text, _position, token, 0, token.Length) != 0)
            return false;
        _position += token.Length;
        return true;
    }

    public void Expect(string token)
    {
        if (!Take(token))
            throw Fail($"'{token}'");
    }

    /// <summary>The items up to a closing token, with commas between them.</summary>
    public List<T> List<T>(string close, Func<T> item)
    {
        List<T> items = [];
        while (!Take(close))
        {
            if (items.Count > 0)
                Expect(",");
            items.Add(item());
        }
        return items;
    }

    /// <summary>A value: a number, true or false, bytes as 0x…, a list in brackets, a tuple in parentheses or a struct in braces.</summary>
    public object Literal()
    {
        if (Take("["))
            return List("]", Literal);
        if (Take("("))
            return List(")", Literal);
        if (Take("{"))
            return List("}", Field).ToDictionary(StringComparer.Ordinal);
        string word = Word();
        return word switch
        {
            "true" => true,
            "false" => false,
            ['0', 'x', ..] => Convert.FromHexString(word[2..]),
            _ => UInt128.TryParse(word, out UInt128 number) ? number : throw Fail("a value"),
        };

        KeyValuePair<string, object?> Field()
        {
            string name = Word();
            Expect(":");
            return new(name, Literal());
        }
    }

    /// <summary>The note behind <c>//</c> at the end of the line, or nothing.</summary>
    public IReadOnlyList<string> Note()
    {
        if (!Take("//"))
            return [];
        string note = text[_position..].Trim();
        _position = text.Length;
        return [note];
    }

    private bool IsWord()
    {
        char c = text[_position];
        return char.IsAsciiLetterOrDigit(c) || c == '_'
            || (c == ':' && _position + 1 < text.Length && text[_position + 1] == ':');
    }

    private void SkipBlanks()
    {
        while (_position < text.Length && text[_position] == ' ')
            _position++;
    }

    private FormatException Fail(string expected) =>
        new($"The runtime definition is wrong: {expected} is expected at '{text[_position..]}' in '{text}'.");
}
