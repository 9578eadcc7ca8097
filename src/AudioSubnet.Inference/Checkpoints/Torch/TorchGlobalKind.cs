namespace AudioSubnet.Inference.Checkpoints.Torch;

/// <summary>What a known name stands for.</summary>
internal enum TorchGlobalKind
{
    /// <summary>An ordered dictionary.</summary>
    Dictionary,

    /// <summary>A tensor made of a storage, an offset, a size and strides.</summary>
    Tensor,

    /// <summary>A tensor that is a parameter.</summary>
    Parameter,

    /// <summary>A shape: its tuple.</summary>
    Size,

    /// <summary>A class of storages, that is an element type.</summary>
    Storage,

    /// <summary>An element type as a value: its name.</summary>
    ElementType,
}
