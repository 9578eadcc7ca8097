using System.Runtime.InteropServices;

namespace AudioSubnet.Inference.Tokenizers;

/// <summary>Byte strings with an id each, found by prefix.</summary>
internal sealed class PieceTrie
{
    private readonly Dictionary<(int Node, byte Next), int> _edges = [];
    private readonly List<int> _ids = [-1];

    /// <summary>Adds a string; the first id of a string stays.</summary>
    public void Add(ReadOnlySpan<byte> text, int id)
    {
        int node = 0;
        foreach (byte value in text)
        {
            ref int next = ref CollectionsMarshal.GetValueRefOrAddDefault(_edges, (node, value), out bool exists);
            if (!exists)
            {
                next = _ids.Count;
                _ids.Add(-1);
            }
            node = next;
        }
        if (_ids[node] < 0)
            _ids[node] = id;
    }

    /// <summary>One step along an edge; -1 where there is none.</summary>
    public int Step(int node, byte value) => _edges.TryGetValue((node, value), out int next) ? next : -1;

    /// <summary>Id of the string that ends at a node, or -1.</summary>
    public int IdAt(int node) => _ids[node];

    /// <summary>Length of the longest string that the text begins with; 0 for none.</summary>
    public int LongestPrefix(ReadOnlySpan<byte> text)
    {
        int node = 0, longest = 0;
        for (int i = 0; i < text.Length && (node = Step(node, text[i])) >= 0; i++)
            if (_ids[node] >= 0)
                longest = i + 1;
        return longest;
    }

    /// <summary>Bytes of a UTF-8 character by its first; continuation bytes count as characters of their own.</summary>
    public static int CharacterLength(byte first) => first switch
    {
        < 0xC0 => 1,
        < 0xE0 => 2,
        < 0xF0 => 3,
        _ => 4,
    };
}
