namespace AudioSubnet.Inference.Graph;

/// <summary>
/// Values in 8 bits, made at run time: value = scale · (byte - zero), with one scale for the whole tensor. Products of such values with weights in 8 bits suit encoders, which multiply many
/// rows at once; a decoder's step, which multiplies one row, is better served by <see cref="WeightOptions.Precision"/>.
/// </summary>
/// <param name="Bytes">uint8, the shape of the values.</param>
/// <param name="Scale">float32 scalar.</param>
/// <param name="Zero">uint8 scalar.</param>
public readonly record struct ByteActivations(Tensor Bytes, Tensor Scale, Tensor Zero);
