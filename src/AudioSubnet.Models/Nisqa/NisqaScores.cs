namespace AudioSubnet.Models.Nisqa;

/// <summary>Predicted opinions, each about 1 (bad) to 5 (excellent); not clipped.</summary>
/// <param name="Mos">Overall quality; of a NISQA-TTS model, naturalness.</param>
/// <param name="Noisiness">Freedom from noise; null if the model has no dimensions.</param>
/// <param name="Discontinuity">Freedom from interruptions; null if the model has no dimensions.</param>
/// <param name="Coloration">Freedom from coloration; null if the model has no dimensions.</param>
/// <param name="Loudness">Suitable loudness; null if the model has no dimensions.</param>
public sealed record NisqaScores(float Mos, float? Noisiness = null, float? Discontinuity = null, float? Coloration = null, float? Loudness = null);
