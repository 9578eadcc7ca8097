namespace AudioSubnet.Miner;

/// <summary>How much of one service a miner does at a time.</summary>
/// <param name="Concurrency">Requests that the engine works on at the same time.</param>
/// <param name="QueueLength">Requests that may wait for the engine; when it is full, the one of lowest stake gets 503.</param>
/// <param name="Timeout">Longest wait for the engine, and longest time in it; then 408. The defaults are the times after which
/// validators give up.</param>
public sealed record ServiceLimits(int Concurrency, int QueueLength, TimeSpan Timeout);
