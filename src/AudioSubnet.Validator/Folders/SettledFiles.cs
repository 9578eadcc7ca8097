namespace AudioSubnet.Validator.Folders;

/// <summary>Tells files that are still being copied in from those that are complete: a file counts once it has been the same in two looks,
/// or is a few seconds old.</summary>
internal sealed class SettledFiles(TimeProvider clock)
{
    private static readonly TimeSpan Old = TimeSpan.FromSeconds(3);

    private Dictionary<string, (long Length, DateTime Written)> _last = new(StringComparer.Ordinal);

    /// <summary>Those of the files that are complete.</summary>
    public IReadOnlyList<string> Choose(IEnumerable<string> paths)
    {
        var seen = new Dictionary<string, (long, DateTime)>(StringComparer.Ordinal);
        var settled = new List<string>();
        foreach (string path in paths)
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                continue;
            (long, DateTime) now = (file.Length, file.LastWriteTimeUtc);
            seen[path] = now;
            if ((_last.TryGetValue(path, out var before) && before == now) || clock.GetUtcNow().UtcDateTime - file.LastWriteTimeUtc > Old)
                settled.Add(path);
        }

        _last = seen;
        return settled;
    }
}
