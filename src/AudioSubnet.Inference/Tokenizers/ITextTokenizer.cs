namespace AudioSubnet.Inference.Tokenizers;

/// <summary>Turns text into the token ids that a model was trained on. Thread-safe; takes any text and never fails on its content.</summary>
public interface ITextTokenizer
{
    /// <summary>The ids of a text, with the special tokens that the model expects around it.</summary>
    /// <param name="text">Any text; lone surrogates count as U+FFFD.</param>
    int[] Encode(string text);

    /// <summary>The text of ids, as far as the vocabulary keeps it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id is not in the vocabulary.</exception>
    string Decode(ReadOnlySpan<int> ids);

    /// <summary>The vocabulary's own writing of one token, for example "##ing" or "▁the".</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is not in the vocabulary.</exception>
    string Token(int id);
}
