using Microsoft.Extensions.Logging;

namespace Bittensor.Wire;

/// <summary>What a dendrite logs.</summary>
internal static partial class DendriteLog
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "{Synapse} at {Place}: {Status} {Message}")]
    public static partial void Answered(ILogger logger, string synapse, string place, int? status, string? message);
}
