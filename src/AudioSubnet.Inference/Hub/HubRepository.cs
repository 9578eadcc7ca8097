using System.Text.RegularExpressions;

namespace AudioSubnet.Inference.Hub;

/// <summary>A repository on the hub at a branch, tag or commit: <c>facebook/mms-tts-eng</c>, <c>facebook/mms-tts-eng@v1</c>.</summary>
public sealed partial record HubRepository
{
    /// <summary>The branch that is meant where none is named.</summary>
    public const string DefaultRevision = "main";

    private HubRepository(HubRepositoryKind kind, string id, string revision) => (Kind, Id, Revision) = (kind, id, revision);

    /// <summary>Model or data set.</summary>
    public HubRepositoryKind Kind { get; }

    /// <summary>Owner and name, for example "facebook/mms-tts-eng".</summary>
    public string Id { get; }

    /// <summary>Branch, tag, or commit of 40 hexadecimal digits.</summary>
    public string Revision { get; private init; }

    /// <summary>True if <see cref="Revision"/> is a commit, whose files never change.</summary>
    public bool IsPinned => IsCommit(Revision);

    /// <summary>The folder's name in the cache, for example "models--facebook--mms-tts-eng".</summary>
    public string CacheFolderName => $"{KindName}s--{Id.Replace("/", "--", StringComparison.Ordinal)}";

    internal string KindName => Kind == HubRepositoryKind.Dataset ? "dataset" : "model";

    internal string ApiPath => $"api/{KindName}s/{Id}";

    /// <summary>A model of that name, with <c>@revision</c> behind it if a certain one is meant.</summary>
    /// <exception cref="HubException"><see cref="HubErrorKind.InvalidName"/>: it cannot be the name of a repository.</exception>
    public static HubRepository Model(string name) => Parse(HubRepositoryKind.Model, name);

    /// <summary>A data set of that name, with <c>@revision</c> behind it if a certain one is meant.</summary>
    /// <exception cref="HubException"><see cref="HubErrorKind.InvalidName"/>: it cannot be the name of a repository.</exception>
    public static HubRepository Dataset(string name) => Parse(HubRepositoryKind.Dataset, name);

    /// <summary>The same repository at another revision.</summary>
    /// <exception cref="HubException"><see cref="HubErrorKind.InvalidName"/>: it cannot be the name of a revision.</exception>
    public HubRepository At(string revision) => this with { Revision = CheckRevision(revision) };

    /// <summary>True for a commit: 40 hexadecimal digits in lower case.</summary>
    public static bool IsCommit(string revision) => CommitForm().IsMatch(revision);

    /// <inheritdoc/>
    public override string ToString() => Revision == DefaultRevision ? Id : $"{Id}@{Revision}";

    /// <summary>Reads a cache folder's name back.</summary>
    internal static HubRepository? FromCacheFolder(string folderName)
    {
        (HubRepositoryKind kind, string prefix) = folderName.StartsWith("datasets--", StringComparison.Ordinal)
            ? (HubRepositoryKind.Dataset, "datasets--")
            : (HubRepositoryKind.Model, "models--");
        if (!folderName.StartsWith(prefix, StringComparison.Ordinal))
            return null;
        string id = folderName[prefix.Length..].Replace("--", "/", StringComparison.Ordinal);
        return IsValidId(id) ? new HubRepository(kind, id, DefaultRevision) : null;
    }

    private static HubRepository Parse(HubRepositoryKind kind, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int at = name.IndexOf('@', StringComparison.Ordinal);
        string id = at < 0 ? name : name[..at];
        if (!IsValidId(id))
            throw new HubException(
                HubErrorKind.InvalidName, $"'{name}' is neither a folder nor the name of a repository. Names look like facebook/mms-tts-eng or facebook/mms-tts-eng@revision.");
        return new HubRepository(kind, id, at < 0 ? DefaultRevision : CheckRevision(name[(at + 1)..]));
    }

    // The hub's own rule: one or two parts of letters, digits, '-', '_' and '.', no "--" and no "..", at most 96 characters.
    private static bool IsValidId(string id) =>
        id.Length <= 96 && IdForm().IsMatch(id) && !id.Contains("--", StringComparison.Ordinal) && !id.Contains("..", StringComparison.Ordinal);

    private static string CheckRevision(string revision)
    {
        if (revision.Length > 200 || !RevisionForm().IsMatch(revision) || SafePath.FindFault(revision) is not null)
            throw new HubException(HubErrorKind.InvalidName, $"'{revision}' cannot be a revision. Name a branch, a tag, or a commit of 40 hexadecimal digits.");
        return revision;
    }

    [GeneratedRegex("^[0-9a-f]{40}$")]
    private static partial Regex CommitForm();

    [GeneratedRegex("^[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?(/[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?)?$")]
    private static partial Regex IdForm();

    [GeneratedRegex("^[A-Za-z0-9_./+=-]+$")]
    private static partial Regex RevisionForm();
}
