namespace AudioSubnet.Scoring.Cloning;

/// <summary>How alike two voices are to a speaker encoder.</summary>
/// <param name="Lowest">Cosine of the answer's window that is least like the reference, -1 … 1.</param>
/// <param name="LowestWindow">Which window that is, from 1.</param>
/// <param name="Windows">Windows that were heard.</param>
/// <param name="Overall">Cosine of the two recordings as a whole, -1 … 1.</param>
public sealed record SpeakerLikeness(double Lowest, int LowestWindow, int Windows, double Overall);
