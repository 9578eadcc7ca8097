using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AudioSubnet.Validator.Rounds;
using AudioSubnet.Validator.Scores;
using Bittensor.Chain;
using Bittensor.Crypto;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace AudioSubnet.Validator.State;

/// <summary>
/// The validator's memory in SQLite: scores, what has been drawn, the history of rounds with every metric, and the weights that were set.
/// A round is one transaction, so a process that is killed loses at most the round it was in. Thread-safe.
/// </summary>
public sealed class ValidatorStore : IDisposable
{
    /// <summary>File name within the state folder.</summary>
    public const string FileName = "validator.db";

    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;
    private readonly FileStream _owner;

    private ValidatorStore(SqliteConnection connection, FileStream owner, string? setAside)
    {
        _connection = connection;
        _owner = owner;
        SetAside = setAside;
    }

    /// <summary>Where a damaged database was set aside when this one was opened; null if it was sound or new.</summary>
    public string? SetAside { get; }

    /// <summary>Opens or makes the database of a state folder. A damaged one is set aside under another name (never deleted) and a new one
    /// begun.</summary>
    /// <exception cref="StateException">In use by another validator, not writable, or of a newer version.</exception>
    public static ValidatorStore Open(string stateDirectory, TimeProvider clock, ILogger logger)
    {
        FileStream owner = StateDatabase.TakeOwnership(stateDirectory);
        try
        {
            (SqliteConnection connection, string? setAside) = StateDatabase.Open(Path.Combine(stateDirectory, FileName), clock, logger);
            return new ValidatorStore(connection, owner, setAside);
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    /// <summary>What the next round begins with.</summary>
    public RoundState LoadState()
    {
        lock (_lock)
        {
            RoundState state = RoundState.Initial;
            foreach (var (number, service) in Read("SELECT number, service FROM rounds ORDER BY number DESC LIMIT 1", row => (row.GetInt32(0), row.GetString(1))))
                state = state with { NextRound = number + 1, NextService = AudioServices.Parse(service).Next() };

            var miners = ImmutableSortedDictionary<ushort, MinerScore>.Empty;
            foreach (var (uid, hotkey, service, score) in Read(
                "SELECT uid, hotkey, service, value, responses, failures FROM scores",
                row => ((ushort)row.GetInt32(0), AccountId.Parse(row.GetString(1)), AudioServices.Parse(row.GetString(2)),
                    new ServiceScore(row.GetDouble(3), row.GetInt32(4), row.GetInt32(5)))))
                miners = miners.SetItem(uid, miners.GetValueOrDefault(uid, new MinerScore(uid, hotkey)).With(service, score));

            var drawn = Read("SELECT pool, item FROM drawn", row => (Pool: row.GetString(0), Item: row.GetString(1)))
                .GroupBy(row => row.Pool, StringComparer.Ordinal)
                .ToImmutableDictionary(
                    pool => pool.Key,
                    IReadOnlySet<string> (pool) => pool.Select(row => row.Item).ToHashSet(StringComparer.Ordinal),
                    StringComparer.Ordinal);
            return state with { Scores = new ScoreBoard { Miners = miners }, Drawn = drawn };
        }
    }

    /// <summary>Saves a finished round and the state after it in one transaction.</summary>
    public void SaveRound(RoundResult round, RoundState after)
    {
        ArgumentNullException.ThrowIfNull(round);
        ArgumentNullException.ThrowIfNull(after);
        lock (_lock)
        {
            using SqliteTransaction transaction = _connection.BeginTransaction();
            Execute(
                transaction,
                "INSERT INTO rounds (number, service, block, started_at, finished_at) VALUES ($1, $2, $3, $4, $5)",
                round.Number, round.Service.ShortName(), (long)round.Block, Text(round.StartedAt), Text(round.FinishedAt));
            foreach (MinerResponse response in round.Responses)
                Insert(transaction, response);

            Execute(transaction, "DELETE FROM scores");
            foreach (MinerScore miner in after.Scores.Miners.Values)
                foreach (AudioService service in AudioServices.Rotation)
                    Execute(
                        transaction,
                        "INSERT INTO scores (uid, hotkey, service, value, responses, failures) VALUES ($1, $2, $3, $4, $5, $6)",
                        (long)miner.Uid, miner.Hotkey.ToString(), service.ShortName(), miner[service].Value, (long)miner[service].Responses, (long)miner[service].Failures);

            Execute(transaction, "DELETE FROM drawn");
            foreach (var (pool, items) in after.Drawn)
                foreach (string item in items)
                    Execute(transaction, "INSERT INTO drawn (pool, item) VALUES ($1, $2)", pool, item);
            transaction.Commit();
        }
    }

    /// <summary>Drops the metrics and contours of the answers before a round; their scores, verdicts and reasons stay.</summary>
    public void DropMetrics(int before)
    {
        lock (_lock)
        {
            using SqliteTransaction transaction = _connection.BeginTransaction();
            Execute(transaction, "UPDATE responses SET metrics = NULL, fingerprint = NULL WHERE round < $1 AND metrics IS NOT NULL", (long)before);
            transaction.Commit();
        }
    }

    /// <summary>Saves weights that the chain took.</summary>
    public void SaveWeights(WeightsRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        lock (_lock)
        {
            using SqliteTransaction transaction = _connection.BeginTransaction();
            Execute(
                transaction,
                "INSERT INTO weights (block, set_at, version_key, weights, verified) VALUES ($1, $2, $3, $4, $5)",
                (long)record.Block, Text(record.SetAt), record.VersionKey.ToString(CultureInfo.InvariantCulture),
                JsonSerializer.Serialize(record.Weights.ToDictionary(weight => weight.Uid, weight => weight.Weight)), record.Verified ? 1L : 0L);
            transaction.Commit();
        }
    }

    /// <summary>The weights that were set, newest first.</summary>
    public IReadOnlyList<WeightsRecord> ReadWeights(int limit = 100)
    {
        lock (_lock)
            return Read(
                "SELECT block, set_at, version_key, weights, verified FROM weights ORDER BY id DESC LIMIT $1",
                row => new WeightsRecord(
                    (ulong)row.GetInt64(0), Time(row.GetString(1)), ulong.Parse(row.GetString(2), CultureInfo.InvariantCulture),
                    [.. JsonSerializer.Deserialize<Dictionary<ushort, ushort>>(row.GetString(3))!.Select(weight => new UidWeight(weight.Key, weight.Value))],
                    row.GetInt64(4) != 0),
                (long)limit);
    }

    /// <summary>The newest answers, newest first.</summary>
    public IReadOnlyList<MinerResponse> ReadResponses(int limit = 100)
    {
        lock (_lock)
            return Read($"{ResponseRows.Select} ORDER BY id DESC LIMIT $1", ResponseRows.Read, (long)limit);
    }

    /// <summary>Audio contours of a service's newest answers, with the question that each answered.</summary>
    internal IReadOnlyList<(AccountId Hotkey, int Round, string Prompt, string? Voice, byte[] Contour)> ReadFingerprints(
        AudioService service, int limit)
    {
        lock (_lock)
            return Read(
                "SELECT hotkey, round, prompt, voice, fingerprint FROM responses WHERE service = $1 AND fingerprint IS NOT NULL ORDER BY id DESC LIMIT $2",
                row => (AccountId.Parse(row.GetString(0)), row.GetInt32(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3), (byte[])row.GetValue(4)),
                service.ShortName(), (long)limit);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _connection.Dispose();
            _owner.Dispose();
        }
    }

    private void Insert(SqliteTransaction transaction, MinerResponse response) =>
        Execute(transaction, ResponseRows.Insert, ResponseRows.Values(response));

    private List<T> Read<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using SqliteCommand command = Command(transaction: null, sql, values);
        using SqliteDataReader reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    private void Execute(SqliteTransaction transaction, string sql, params ReadOnlySpan<object?> values)
    {
        using SqliteCommand command = Command(transaction, sql, values);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(SqliteTransaction? transaction, string sql, ReadOnlySpan<object?> values)
    {
        SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        for (int i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue($"${i + 1}", values[i] ?? DBNull.Value);
        return command;
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
