namespace AudioSubnet.Validator.Folders;

/// <summary>The four folders of a service: <c>tts_source</c>, <c>tts_target</c>, <c>tts_processed</c>, <c>tts_failed</c>.</summary>
internal sealed record FolderLayout(string Source, string Target, string Processed, string Failed)
{
    /// <summary>Makes the folders of a service where they are missing.</summary>
    public static FolderLayout Create(string root, AudioService service)
    {
        string Folder(string what) => Path.Combine(root, $"{service.ShortName()}_{what}");
        var layout = new FolderLayout(Folder("source"), Folder("target"), Folder("processed"), Folder("failed"));
        foreach (string path in (string[])[layout.Source, layout.Target, layout.Processed, layout.Failed])
            Directory.CreateDirectory(path);
        return layout;
    }

    /// <summary>What lies in the source folder, in order of name; hidden files and halves of files are left alone.</summary>
    public IReadOnlyList<string> SourceFiles() =>
    [
        .. Directory.EnumerateFiles(Source)
            .Where(path => !Path.GetFileName(path).StartsWith('.') && Path.GetExtension(path) is not (".part" or ".tmp"))
            .Order(StringComparer.Ordinal),
    ];
}
