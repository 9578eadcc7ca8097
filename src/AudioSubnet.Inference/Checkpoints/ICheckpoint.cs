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

    /// <summary>
    /// Gives the pages of mapped files back to the system, so that they no longer count as memory of the process: for when a model has been made from it. Tensors stay valid;
    /// reading them brings their pages back. Does nothing where tensors do not lie in mapped files.
    /// </summary>
    void ReleasePages()
    {
    }
}
