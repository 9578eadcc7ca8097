namespace AudioSubnet.RandomCheckpoints.Tokens;

/// <summary>Made-up pieces of words, to fill a vocabulary to the size of the published one.</summary>
internal static class FillerWords
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";

    /// <summary>Strings of lower-case letters, each two letters or longer, each once, shorter ones first.</summary>
    public static IEnumerable<string> All()
    {
        var shorter = Letters.Select(letter => letter.ToString()).ToList();
        while (true)
        {
            var longer = new List<string>();
            foreach (string stem in shorter)
                foreach (char letter in Letters)
                {
                    yield return stem + letter;
                    longer.Add(stem + letter);
                }
            shorter = longer;
        }
    }

    /// <summary>The characters from space to tilde.</summary>
    public static IEnumerable<string> Ascii() => Enumerable.Range(' ', '~' - ' ' + 1).Select(code => ((char)code).ToString());
}
