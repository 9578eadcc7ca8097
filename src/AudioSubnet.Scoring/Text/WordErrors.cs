namespace AudioSubnet.Scoring.Text;

/// <summary>How the words that were heard differ from those that were asked: the counts of a cheapest Levenshtein alignment.</summary>
/// <param name="Hits">Words that are right.</param>
/// <param name="Substitutions">Words that were heard as another.</param>
/// <param name="Deletions">Words that are missing.</param>
/// <param name="Insertions">Words that were added.</param>
public sealed record WordErrors(int Hits, int Substitutions, int Deletions, int Insertions)
{
    /// <summary>Words that were asked.</summary>
    public int ReferenceWords => Hits + Substitutions + Deletions;

    /// <summary>
    /// (substitutions + deletions + insertions) / words asked; can exceed 1. Nothing asked: 0 if nothing was heard, else 1.
    /// </summary>
    public double Rate => ReferenceWords > 0 ? (double)(Substitutions + Deletions + Insertions) / ReferenceWords : Insertions > 0 ? 1 : 0;

    /// <summary>Compares two texts as spoken words (<see cref="SpokenText.ToWords"/> on both sides).</summary>
    /// <param name="reference">The text that was asked.</param>
    /// <param name="hypothesis">The text that was heard.</param>
    /// <param name="dictionary">Tells which words sound the same; null compares spellings only.</param>
    public static WordErrors Compare(string reference, string hypothesis, PronouncingDictionary? dictionary = null) =>
        Compare(SpokenText.ToWords(reference), SpokenText.ToWords(hypothesis), dictionary);

    /// <summary>
    /// Compares two sequences of words. One or two words against one or two that are written the same but for a space or a spelling variant, or that sound the same by the dictionary, are right:
    /// an ear cannot tell "two" from "too", "harbour" from "harbor", "alarm clock" from "alarmclock".
    /// </summary>
    /// <param name="reference">The words that were asked, as <see cref="SpokenText.ToWords"/> gives them.</param>
    /// <param name="hypothesis">The words that were heard, likewise.</param>
    /// <param name="dictionary">Tells which words sound the same; null compares spellings only.</param>
    public static WordErrors Compare(IReadOnlyList<string> reference, IReadOnlyList<string> hypothesis, PronouncingDictionary? dictionary = null)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(hypothesis);
        var asked = new SpokenWords(reference, dictionary);
        var heard = new SpokenWords(hypothesis, dictionary);
        // Rows of the alignment: best counts for the reference so far against each prefix of the hypothesis; the row, the one above it and the one above that.
        WordErrors[] row = [.. Enumerable.Range(0, heard.Count + 1).Select(j => new WordErrors(0, 0, 0, j))];
        WordErrors[] above = new WordErrors[row.Length], twoAbove = new WordErrors[row.Length];
        for (int i = 1; i <= asked.Count; i++)
        {
            (row, above, twoAbove) = (twoAbove, row, above);
            row[0] = above[0] with { Deletions = i };
            for (int j = 1; j < row.Length; j++)
            {
                WordErrors best = above[j - 1] with { Substitutions = above[j - 1].Substitutions + 1 };
                best = Better(above[j] with { Deletions = above[j].Deletions + 1 }, best);
                best = Better(row[j - 1] with { Insertions = row[j - 1].Insertions + 1 }, best);
                for (int askedLength = 1; askedLength <= Math.Min(2, i); askedLength++)
                    for (int heardLength = 1; heardLength <= Math.Min(2, j); heardLength++)
                        if (asked.SoundsLike(i, askedLength, heard, j, heardLength))
                        {
                            WordErrors before = (askedLength == 1 ? above : twoAbove)[j - heardLength];
                            best = Better(before with { Hits = before.Hits + askedLength }, best);
                        }
                row[j] = best;
            }
        }
        return row[^1];
    }

    private int Total => Substitutions + Deletions + Insertions;

    /// <summary>The alignment with fewer errors; of equals the one with more words right, then the second.</summary>
    private static WordErrors Better(WordErrors candidate, WordErrors best) =>
        candidate.Total < best.Total || candidate.Total == best.Total && candidate.Hits > best.Hits ? candidate : best;
}
