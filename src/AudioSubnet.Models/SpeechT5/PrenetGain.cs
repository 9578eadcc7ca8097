namespace AudioSubnet.Models.SpeechT5;

/// <summary>Writes what the prenet's values are multiplied by at a step: 0 for those that are dropped.</summary>
/// <param name="step">Counted from 0.</param>
/// <param name="gain">[layers, units], row-major.</param>
internal delegate void PrenetGain(int step, Span<float> gain);
