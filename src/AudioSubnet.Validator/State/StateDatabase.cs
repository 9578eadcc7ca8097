using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace AudioSubnet.Validator.State;

/// <summary>Opens the validator's SQLite file: checks it, sets a damaged one aside, brings an old one up to date after a backup.</summary>
internal static class StateDatabase
{
    /// <summary>SQLITE_CORRUPT and SQLITE_NOTADB: the file is damaged, or no database at all.</summary>
    private const int Corrupt = 11, NotADatabase = 26;

    /// <summary>Makes the state folder and takes it for this process alone; the operating system gives it back when the process ends,
    /// however it ends.</summary>
    /// <exception cref="StateException">Another validator has it, or it is not writable.</exception>
    public static FileStream TakeOwnership(string stateDirectory)
    {
        try
        {
            Directory.CreateDirectory(stateDirectory);
            return new FileStream(
                Path.Combine(stateDirectory, "validator.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new StateException($"The state folder {stateDirectory} cannot be used: another validator runs on it, or it is not writable ({cause.Message}).", cause);
        }
    }

    /// <summary>Opens or makes the database.</summary>
    /// <returns>The connection, and where a damaged file was set aside, if there was one.</returns>
    /// <exception cref="StateException">The file is not writable or of a newer version.</exception>
    public static (SqliteConnection Connection, string? SetAside) Open(string path, TimeProvider clock, ILogger logger)
    {
        try
        {
            return (OpenSound(path, clock), null);
        }
        catch (SqliteException damage) when (damage.SqliteErrorCode is Corrupt or NotADatabase)
        {
            string aside = SetAside(path, clock);
            Log.StateSetAside(logger, path, aside, damage.Message);
            return (OpenSound(path, clock), aside);
        }
    }

    private static SqliteConnection OpenSound(string path, TimeProvider clock)
    {
        // No pool: a pooled connection would keep a damaged file open after it was set aside.
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 30 }.ToString());
        try
        {
            connection.Open();
            if (Text(connection, "PRAGMA quick_check(1)") is var check && check != "ok")
                throw new SqliteException($"quick_check says: {check}", Corrupt);

            // FULL: a committed round survives a power cut too; a round lasts seconds, one fsync more does not matter.
            Text(connection, "PRAGMA journal_mode = WAL");
            Execute(connection, "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
            int version = int.Parse(Text(connection, "PRAGMA user_version")!, CultureInfo.InvariantCulture);
            if (version > StateSchema.Version)
                throw new StateException(
                    $"{path} was written by a newer version of this program (schema {version}; this one knows {StateSchema.Version}). Update the program, or name another state folder.");
            if (version > 0 && version < StateSchema.Version)
                Execute(connection, $"VACUUM INTO '{BackupName(path, version, clock).Replace("'", "''", StringComparison.Ordinal)}'");
            StateSchema.Migrate(connection, version, StateSchema.Version);
            return connection;
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode is not (Corrupt or NotADatabase))
        {
            connection.Dispose();
            throw new StateException(
                $"The state file {path} cannot be opened: {fault.Message} Check that it is writable and that the disk is not full.", fault);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static string BackupName(string path, int version, TimeProvider clock) => $"{path}.v{version}-{Stamp(clock)}.backup";

    private static string SetAside(string path, TimeProvider clock)
    {
        string aside = $"{path}.damaged-{Stamp(clock)}";
        for (int i = 2; File.Exists(aside); i++)
            aside = $"{path}.damaged-{Stamp(clock)}-{i}";
        foreach (string suffix in (string[])["-wal", "-shm", ""])
            if (File.Exists(path + suffix))
                File.Move(path + suffix, aside + suffix);
        return aside;
    }

    private static string Stamp(TimeProvider clock) => clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);

    private static string? Text(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
