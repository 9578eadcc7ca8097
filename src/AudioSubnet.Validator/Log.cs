using Microsoft.Extensions.Logging;

namespace AudioSubnet.Validator;

/// <summary>The validator's log messages.</summary>
internal static partial class Log
{
    [LoggerMessage(LogLevel.Information, "Round {Round} ({Service}) asks {Count} miners: {Uids}")]
    public static partial void RoundStarted(ILogger logger, int round, string service, int count, string uids);

    [LoggerMessage(LogLevel.Information, "Round {Round} ({Service}) uid {Uid}: {Verdict} {Score} in {Seconds:0.0} s; average {Average:0.000}, total {Total:0.000}. {Reason}")]
    public static partial void ResponseScored(
        ILogger logger, int round, string service, int uid, Rounds.ResponseVerdict verdict, string score, double seconds, double average, double total, string reason);

    [LoggerMessage(LogLevel.Warning, "{Path}, line {Line} is skipped: {Reason}")]
    public static partial void PromptRowSkipped(ILogger logger, string path, int line, string reason);

    [LoggerMessage(LogLevel.Information, "{Dataset}: {Count} entries are used, {Skipped} are not")]
    public static partial void DatasetRead(ILogger logger, string dataset, int count, int skipped);

    [LoggerMessage(LogLevel.Warning, "{Dataset} is not available, so the {Fallback} ones serve. {Reason}")]
    public static partial void DatasetReplaced(ILogger logger, string dataset, string fallback, string reason);

    [LoggerMessage(LogLevel.Error, "The state file {Path} is damaged ({Damage}). It now lies at {Aside}; a new one is begun and scores start from zero.")]
    public static partial void StateSetAside(ILogger logger, string path, string aside, string damage);

    [LoggerMessage(LogLevel.Error, "The observer {Observer} failed; the validator goes on")]
    public static partial void ObserverFailed(ILogger logger, string observer, Exception fault);

    [LoggerMessage(LogLevel.Warning, "{Area}: {Message}")]
    public static partial void ProblemMet(ILogger logger, string area, string message);

    [LoggerMessage(LogLevel.Information, "Scores of uids {Uids} begin at zero: their hotkeys changed or are gone")]
    public static partial void ScoresReset(ILogger logger, string uids);

    [LoggerMessage(LogLevel.Information, "Weights for {Count} miners set at block {Block} with version key {VersionKey}; read back from the chain: {Verified}. Next ones from block {NextBlock}.")]
    public static partial void WeightsSet(ILogger logger, int count, ulong block, ulong versionKey, bool verified, ulong nextBlock);

    [LoggerMessage(LogLevel.Information, "{Message}")]
    public static partial void WeightsRevealed(ILogger logger, string message);

    [LoggerMessage(LogLevel.Information, "It is block {Block}; the next weights are due and allowed from block {NextBlock}")]
    public static partial void WeightsWait(ILogger logger, ulong block, ulong nextBlock);

    [LoggerMessage(LogLevel.Information, "{Source} is answered by uid {Uid} with score {Score:0.000}: {Result}")]
    public static partial void FileAnswered(ILogger logger, string source, int uid, double score, string result);
}
