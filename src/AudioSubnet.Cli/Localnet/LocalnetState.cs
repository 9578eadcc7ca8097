namespace AudioSubnet.Cli.Localnet;

/// <summary>A picture of the running subnet for display; replaced as a whole, never changed in place.</summary>
/// <param name="Round">Number of the round, from 1.</param>
/// <param name="Rounds">Rounds asked for; 0 when the run is limited by time alone.</param>
/// <param name="Block">Newest block.</param>
/// <param name="Activity">What is happening now, for example "TTS: “How far is it …” to 6 miners, 4 answered".</param>
/// <param name="Miners">One row a miner, in uid order.</param>
internal sealed record LocalnetState(int Round, int Rounds, ulong Block, string Activity, IReadOnlyList<MinerSummary> Miners);
