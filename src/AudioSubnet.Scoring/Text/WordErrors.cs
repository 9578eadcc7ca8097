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
    public static WordErrors Compare(string reference, string hypothesis) => Compare(SpokenText.ToWords(reference), SpokenText.ToWords(hypothesis));

    /// <summary>Compares two sequences of words.</summary>
    public static WordErrors Compare(IReadOnlyList<string> reference, IReadOnlyList<string> hypothesis)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(hypothesis);
        // One row of the alignment: best counts for the reference so far against each prefix of the hypothesis.
        var row = new WordErrors[hypothesis.Count + 1];
        for (int j = 0; j < row.Length; j++)
            row[j] = new WordErrors(0, 0, 0, j);
        foreach (string word in reference)
        {
            WordErrors diagonal = row[0];
            row[0] = diagonal with { Deletions = diagonal.Deletions + 1 };
            for (int j = 1; j < row.Length; j++)
            {
                WordErrors above = row[j];
                WordErrors match = word == hypothesis[j - 1]
                    ? diagonal with { Hits = diagonal.Hits + 1 }
                    : diagonal with { Substitutions = diagonal.Substitutions + 1 };
                WordErrors best = match;
                if (above.Total + 1 < best.Total)
                    best = above with { Deletions = above.Deletions + 1 };
                if (row[j - 1].Total + 1 < best.Total)
                    best = row[j - 1] with { Insertions = row[j - 1].Insertions + 1 };
                (row[j], diagonal) = (best, above);
            }
        }
        return row[^1];
    }

    private int Total => Substitutions + Deletions + Insertions;
}
