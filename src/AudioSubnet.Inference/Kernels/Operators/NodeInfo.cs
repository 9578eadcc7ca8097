using AudioSubnet.Inference.Runtime.Native;

namespace AudioSubnet.Inference.Kernels.Operators;

/// <summary>A node while its kernel is made: its attributes.</summary>
internal readonly unsafe ref struct NodeInfo
{
    private readonly void* _info;

    internal NodeInfo(void* info) => _info = info;

    /// <summary>An attribute that is a whole number.</summary>
    public int Integer(string name) => checked((int)NativeRuntime.IntegerAttribute(_info, name));

    /// <summary>An attribute that is the address of memory of this process.</summary>
    public nint Address(string name) => (nint)NativeRuntime.IntegerAttribute(_info, name);

    /// <summary>An attribute that is a number.</summary>
    public float Number(string name) => NativeRuntime.NumberAttribute(_info, name);
}
