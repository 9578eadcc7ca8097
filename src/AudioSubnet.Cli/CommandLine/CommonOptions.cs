using System.CommandLine;

namespace AudioSubnet.Cli.CommandLine;

/// <summary>Options that mean the same in every command.</summary>
internal static class CommonOptions
{
    /// <summary>Debug logging and stack traces.</summary>
    public static Option<bool> Debug { get; } = new("--logging.debug")
    {
        Description = "Log debug messages and show stack traces.",
        Recursive = true,
    };

    /// <summary>A switch for machine-readable output.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print JSON on standard output instead of text." };

    /// <summary>The seed of all random choices.</summary>
    public static Option<int?> Seed() => new("--seed") { Description = "Seed of all random choices; the same seed gives the same result." };

    /// <summary>The output audio file.</summary>
    public static Option<FileInfo> Output(string defaultName) => new("--output", "-o")
    {
        Description = "Audio file to write; its ending chooses the format (.wav, .flac, .ogg).",
        DefaultValueFactory = _ => new FileInfo(defaultName),
    };
}
