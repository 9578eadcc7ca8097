namespace AudioSubnet.Validator.Scores;

/// <summary>A miner's standing in one service.</summary>
/// <param name="Value">The moving average, 0 … 1; 0 before the first answer.</param>
/// <param name="Responses">Answers that were scored.</param>
/// <param name="Failures">Failures that were punished, copies among them.</param>
public readonly record struct ServiceScore(double Value, int Responses, int Failures);
