using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Models.Clap;

/// <summary><c>config.json</c> of CLAP: two towers that end in one space.</summary>
public sealed record ClapConfig
{
    /// <summary>The family: "clap".</summary>
    public string ModelType { get; init; } = "";

    /// <summary>The tower that reads.</summary>
    public ClapTextConfig TextConfig { get; init; } = new();

    /// <summary>The tower that listens.</summary>
    public ClapAudioConfig AudioConfig { get; init; } = new();

    /// <summary>Width of an embedding.</summary>
    public int ProjectionDim { get; init; } = 512;

    /// <summary>Checks that the numbers make a model.</summary>
    /// <param name="folder">Where they were read, for the message.</param>
    /// <exception cref="CheckpointException">They do not.</exception>
    public void Validate(string folder)
    {
        string source = Path.Combine(folder, "config.json");
        if (ModelType is not ("clap" or ""))
            throw new CheckpointException($"{source}: model_type is '{ModelType}', not 'clap'.");
        if (ProjectionDim is not (> 0 and <= 65536))
            throw new CheckpointException($"{source}: projection_dim is {ProjectionDim}.");
        TextConfig.Validate(source);
        AudioConfig.Validate(source);
    }
}
