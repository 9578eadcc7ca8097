using System.Text.Json;
using AudioSubnet.Scoring;
using AudioSubnet.Validator.Rounds;
using Bittensor.Crypto;
using Microsoft.Data.Sqlite;

namespace AudioSubnet.Validator.State;

/// <summary>Answers as rows of the table "responses". The column "metrics" is the whole score as JSON, so each score can be explained
/// later.</summary>
internal static class ResponseRows
{
    public const string Insert =
        """
        INSERT INTO responses (round, uid, hotkey, service, prompt, voice, verdict, reason, status_code, model_name,
            process_seconds, audio_path, audio_seconds, score, metrics, average, total, fingerprint)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
        """;

    public const string Select =
        """
        SELECT round, uid, hotkey, service, prompt, voice, verdict, reason, status_code, model_name,
            process_seconds, audio_path, audio_seconds, metrics, average, total, fingerprint
        FROM responses
        """;

    public static object?[] Values(MinerResponse response) =>
    [
        (long)response.Round, (long)response.Uid, response.Hotkey.ToString(), response.Service.ShortName(), response.Prompt, response.Voice,
        response.Verdict.ToString(), response.Reason, (long)response.StatusCode, response.ModelName, response.ProcessSeconds, response.AudioPath,
        response.AudioSeconds, response.Score?.Value, response.Score is null ? null : JsonSerializer.Serialize(response.Score, EvidenceJson.Compact), response.Average, response.Total,
        response.Fingerprint,
    ];

    public static MinerResponse Read(SqliteDataReader row) => new()
    {
        Round = row.GetInt32(0),
        Uid = (ushort)row.GetInt32(1),
        Hotkey = AccountId.Parse(row.GetString(2)),
        Service = AudioServices.Parse(row.GetString(3)),
        Prompt = row.GetString(4),
        Voice = Nullable(row, 5),
        Verdict = Enum.Parse<ResponseVerdict>(row.GetString(6)),
        Reason = row.GetString(7),
        StatusCode = row.GetInt32(8),
        ModelName = Nullable(row, 9),
        ProcessSeconds = row.GetDouble(10),
        AudioPath = Nullable(row, 11),
        AudioSeconds = row.IsDBNull(12) ? null : row.GetDouble(12),
        Score = row.IsDBNull(13) ? null : JsonSerializer.Deserialize<Score>(row.GetString(13), EvidenceJson.Compact),
        Average = row.GetDouble(14),
        Total = row.GetDouble(15),
        Fingerprint = row.IsDBNull(16) ? null : (byte[])row.GetValue(16),
    };

    private static string? Nullable(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
