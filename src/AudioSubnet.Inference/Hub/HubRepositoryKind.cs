namespace AudioSubnet.Inference.Hub;

/// <summary>What a repository on the hub holds.</summary>
public enum HubRepositoryKind
{
    /// <summary>Weights and configuration of a model.</summary>
    Model,

    /// <summary>Rows or files of a data set.</summary>
    Dataset,
}
