namespace AudioSubnet.Inference.Hub;

/// <summary>Files of a repository at one commit, on disk.</summary>
/// <param name="Repository">The repository and the revision that was asked for.</param>
/// <param name="Commit">The commit, 40 hexadecimal digits.</param>
/// <param name="Folder">The folder that holds the files under their own names.</param>
/// <param name="Files">Relative paths with '/', of the files that were asked for.</param>
public sealed record HubSnapshot(HubRepository Repository, string Commit, string Folder, IReadOnlyList<string> Files)
{
    /// <summary>The path of one of the files.</summary>
    public string PathOf(string file) => SafePath.Below(Folder, file);
}
