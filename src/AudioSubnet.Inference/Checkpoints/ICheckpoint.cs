namespace AudioSubnet.Inference.Checkpoints;

/// <summary>
/// The tensors of a model, by the names that its authors gave them. Thread-safe. Tensors point into memory that belongs to the checkpoint: it must outlive every
/// session that was made from it.
/// </summary>
public interface ICheckpoint : IDisposable
{
    /// <summary>The file or folder it was read from, for messages.</summary>
    string Source { get; }

    /// <summary>All tensors by name.</summary>
    IReadOnlyDictionary<string, CheckpointTensor> Tensors { get; }
}
