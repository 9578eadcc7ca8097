namespace AudioSubnet.Inference.Hub;

/// <summary>A recording of a data set.</summary>
/// <param name="Name">File name that the data set gives it; empty if it gives none.</param>
/// <param name="Content">The audio file's bytes.</param>
public sealed record AudioRow(string Name, byte[] Content);
