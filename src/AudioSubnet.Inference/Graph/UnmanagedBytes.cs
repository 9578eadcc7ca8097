namespace AudioSubnet.Inference.Graph;

/// <summary>A stream over memory that somebody else keeps alive while it is read.</summary>
internal sealed unsafe class UnmanagedBytes(nint address, long length) : UnmanagedMemoryStream((byte*)address, length);
