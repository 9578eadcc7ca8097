namespace AudioSubnet.Inference.Graph;

/// <summary>Writes the elements of a computed weight.</summary>
/// <param name="destination">All elements, row-major; every one must be written.</param>
public delegate void FillWeight(Span<float> destination);
