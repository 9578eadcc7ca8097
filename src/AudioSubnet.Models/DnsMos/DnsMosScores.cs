namespace AudioSubnet.Models.DnsMos;

/// <summary>Predicted opinions after ITU-T P.835 and P.808, each about 1 (bad) to 5 (excellent).</summary>
/// <param name="Signal">Quality of the speech itself (SIG).</param>
/// <param name="Background">Absence of background noise (BAK).</param>
/// <param name="Overall">Overall quality (OVRL).</param>
/// <param name="P808">Overall quality by the older model after P.808.</param>
public sealed record DnsMosScores(double Signal, double Background, double Overall, double P808);
