namespace AudioSubnet.Inference.Checkpoints.Torch;

/// <summary>A strided view of a storage, as the file describes it and not yet checked.</summary>
/// <param name="Storage">The elements.</param>
/// <param name="Offset">Of its first element in the storage.</param>
/// <param name="Shape">Lengths, outermost first.</param>
/// <param name="Strides">Elements from one index to the next along each axis.</param>
internal sealed record TorchTensor(TorchStorage Storage, long Offset, long[] Shape, long[] Strides);
