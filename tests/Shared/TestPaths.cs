namespace AudioSubnet.TestData;

/// <summary>Where test data lies: what the repository carries, what a shared folder beside the checkout adds, what environment variables name.</summary>
internal static class TestPaths
{
    /// <summary>The repository's root.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The folder "shared" beside the checkout, or null if there is none.</summary>
    public static string? Shared { get; } = Existing(Path.Combine(Repository, "..", "shared"));

    /// <summary>Vector folders: the repository's own, the shared one, and those of AUDIOSUBNET_VECTORS.</summary>
    public static IReadOnlyList<string> VectorFolders { get; } = Folders("vectors", "AUDIOSUBNET_VECTORS");

    /// <summary>Golden-case folders: the repository's own, the shared one, and those of AUDIOSUBNET_GOLDEN.</summary>
    public static IReadOnlyList<string> GoldenFolders { get; } = Folders("golden", "AUDIOSUBNET_GOLDEN");

    /// <summary>Every existing file of that relative path in the vector folders.</summary>
    public static IEnumerable<string> VectorFiles(string relativePath) =>
        VectorFolders.Select(folder => Path.Combine(folder, relativePath)).Where(File.Exists);

    private static List<string> Folders(string name, string variable)
    {
        string?[] candidates =
        [
            Path.Combine(Repository, "tests", name),
            Shared is null ? null : Path.Combine(Shared, name),
            .. (Environment.GetEnvironmentVariable(variable) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
        ];
        return [.. candidates.Select(Existing).OfType<string>()];
    }

    private static string? Existing(string? path) => path is not null && Directory.Exists(path) ? Path.GetFullPath(path) : null;

    private static string FindRepository()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "AudioSubnet.slnx")))
                return folder.FullName;
        throw new InvalidOperationException($"No AudioSubnet.slnx above {AppContext.BaseDirectory}.");
    }
}
