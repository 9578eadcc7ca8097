namespace AudioSubnet.Inference.Hub;

/// <summary>A model or data set that engines, judges and prompt sources know by name.</summary>
public sealed record CatalogModel
{
    /// <summary>The name: that of the repository on the hub, or a short one for what is published elsewhere.</summary>
    public required string Id { get; init; }

    /// <summary>What it is for.</summary>
    public required ModelTask Task { get; init; }

    /// <summary>The terms of its weights.</summary>
    public required ModelLicense License { get; init; }

    /// <summary>What it is, in one line.</summary>
    public required string Description { get; init; }

    /// <summary>True if the repository is one of data sets.</summary>
    public bool IsDataset { get; init; }

    /// <summary>True if its rows are wanted, texts or recordings, as <see cref="HubDataset"/> gives them.</summary>
    public bool HasRows { get; init; }

    /// <summary>The files that are needed of the repository.</summary>
    public FileSelection Files { get; init; } = FileSelection.Model;

    /// <summary>The files of a model that is not on the hub; empty if it is.</summary>
    public IReadOnlyList<PinnedFile> PinnedFiles { get; init; } = [];

    /// <summary>Ids of further models without which it cannot work.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>True if it comes from the hub.</summary>
    public bool IsOnHub => PinnedFiles.Count == 0;

    /// <summary>The repository at its default branch or at another revision.</summary>
    /// <exception cref="InvalidOperationException">It is not on the hub.</exception>
    public HubRepository Repository(string revision = HubRepository.DefaultRevision)
    {
        if (!IsOnHub)
            throw new InvalidOperationException($"{Id} is not on the hub.");
        return (IsDataset ? HubRepository.Dataset(Id) : HubRepository.Model(Id)).At(revision);
    }
}
