namespace AudioSubnet.Cli.CommandLine;

/// <summary>Something the user asked for cannot be done; the message says what, where, and what to do next.</summary>
internal sealed class UserException(string message) : Exception(message);
