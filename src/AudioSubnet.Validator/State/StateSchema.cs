using Microsoft.Data.Sqlite;

namespace AudioSubnet.Validator.State;

/// <summary>The tables, as steps from one version to the next. A released step is never changed; a new one is added. The version is
/// SQLite's user_version.</summary>
internal static class StateSchema
{
    /// <summary>Step i leads from version i to version i + 1.</summary>
    public static IReadOnlyList<string> Steps { get; } =
    [
        """
        CREATE TABLE rounds (
            number INTEGER PRIMARY KEY, service TEXT NOT NULL, block INTEGER, started_at TEXT NOT NULL, finished_at TEXT NOT NULL) STRICT;
        CREATE TABLE responses (
            id INTEGER PRIMARY KEY, round INTEGER NOT NULL REFERENCES rounds(number), uid INTEGER NOT NULL, hotkey TEXT NOT NULL, service TEXT NOT NULL,
            prompt TEXT NOT NULL, voice TEXT, verdict TEXT NOT NULL, reason TEXT NOT NULL, status_code INTEGER NOT NULL, model_name TEXT,
            process_seconds REAL NOT NULL, audio_path TEXT, audio_seconds REAL, score REAL, metrics TEXT, average REAL NOT NULL, total REAL NOT NULL) STRICT;
        CREATE INDEX responses_by_round ON responses(round);
        CREATE INDEX responses_by_hotkey ON responses(hotkey, id);
        CREATE TABLE scores (
            uid INTEGER NOT NULL, hotkey TEXT NOT NULL, service TEXT NOT NULL, value REAL NOT NULL, responses INTEGER NOT NULL, failures INTEGER NOT NULL,
            PRIMARY KEY (uid, service)) STRICT;
        CREATE TABLE drawn (pool TEXT NOT NULL, item TEXT NOT NULL, PRIMARY KEY (pool, item)) STRICT, WITHOUT ROWID;
        CREATE TABLE weights (
            id INTEGER PRIMARY KEY, block INTEGER NOT NULL, set_at TEXT NOT NULL, version_key TEXT NOT NULL, weights TEXT NOT NULL, verified INTEGER NOT NULL) STRICT;
        """,
        """
        ALTER TABLE responses ADD COLUMN fingerprint BLOB;
        CREATE INDEX responses_by_service ON responses(service, id);
        """,
        "CREATE INDEX responses_with_metrics ON responses(round) WHERE metrics IS NOT NULL;",
    ];

    public static int Version => Steps.Count;

    /// <summary>Takes the database from its version to <paramref name="target"/>, each step in a transaction of its own.</summary>
    public static void Migrate(SqliteConnection connection, int from, int target)
    {
        for (int version = from; version < target; version++)
        {
            using SqliteTransaction transaction = connection.BeginTransaction();
            using SqliteCommand command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = $"{Steps[version]}\nPRAGMA user_version = {version + 1};";
            command.ExecuteNonQuery();
            transaction.Commit();
        }
    }
}
