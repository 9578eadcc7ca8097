using AudioSubnet.Inference.Runtime.Native;

namespace AudioSubnet.Inference.Kernels.Operators;

/// <summary>A node while its kernel is made: attributes, and inputs that are constant.</summary>
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

    /// <summary>
    /// An input that is the same in all runs. What lies there stays where it is for as long as the session lives.
    /// </summary>
    /// <param name="index">Its place.</param>
    /// <returns>Not present if the input was left out or is not constant.</returns>
    public TensorView Constant(int index)
    {
        void* value = NativeRuntime.ConstantInput(_info, index);
        return value is null ? default : NativeRuntime.View(value);
    }
}
