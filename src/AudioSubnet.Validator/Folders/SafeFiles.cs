using System.Text;

namespace AudioSubnet.Validator.Folders;

/// <summary>File operations after which either all or nothing has happened.</summary>
internal static class SafeFiles
{
    /// <summary>Writes beside, forces to disk and renames.</summary>
    public static async Task WriteTextAsync(string path, string text, CancellationToken cancellationToken)
    {
        string beside = path + ".part";
        await using (var stream = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
            stream.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
    }

    /// <summary>Forces a file that was written before to disk.</summary>
    public static void Flush(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Moves a file into a folder; if its name is taken there it becomes name-2, name-3, …</summary>
    /// <returns>Where it lies now.</returns>
    public static string Move(string path, string folder)
    {
        string name = Path.GetFileNameWithoutExtension(path), extension = Path.GetExtension(path);
        for (int i = 1; ; i++)
        {
            string target = Path.Combine(folder, (i == 1 ? name : $"{name}-{i}") + extension);
            if (File.Exists(target))
                continue;
            File.Move(path, target, overwrite: false);
            return target;
        }
    }

    /// <summary>Moves a file that cannot be used into a folder and writes the reason beside it, as <c>name.ext.reason.txt</c>.</summary>
    /// <returns>Where the file lies now.</returns>
    public static async Task<string> SetAsideAsync(string path, string folder, string reason, CancellationToken cancellationToken)
    {
        string moved = Move(path, folder);
        await WriteTextAsync(moved + ".reason.txt", $"{Path.GetFileName(path)}: {reason}\n", cancellationToken);
        return moved;
    }
}
