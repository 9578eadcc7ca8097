using AudioSubnet.Inference.Kernels.Operators;
using Microsoft.ML.OnnxRuntime;

namespace AudioSubnet.Inference.Runtime.Native;

/// <content>Operators of our own, and what they ask while they run.</content>
internal static unsafe partial class NativeRuntime
{
    /// <summary>A domain for operators; it is never freed, since sessions refer to it until they end.</summary>
    public static void* CreateOperatorDomain(string name)
    {
        void* domain;
        fixed (byte* utf8 = Utf8(name))
            Check(((delegate* unmanaged<byte*, void**, void*>)Api[CreateOperatorDomainIndex])(utf8, &domain));
        return domain;
    }

    /// <summary>Adds an operator, which must stay in place.</summary>
    public static void AddOperator(void* domain, NativeOperator* custom) =>
        Check(((delegate* unmanaged<void*, NativeOperator*, void*>)Api[AddOperatorIndex])(domain, custom));

    /// <summary>Lets sessions that are made with the options use a domain.</summary>
    public static void AddOperatorDomain(SessionOptions options, void* domain)
    {
        Check(((delegate* unmanaged<nint, void*, void*>)Api[AddOperatorDomainIndex])(options.DangerousGetHandle(), domain));
        GC.KeepAlive(options);
    }

    /// <summary>What an operator's function returns when it failed.</summary>
    public static void* Failure(string message)
    {
        fixed (byte* utf8 = Utf8(message))
            return ((delegate* unmanaged<int, byte*, void*>)Api[CreateStatusIndex])(Failed, utf8);
    }

    /// <summary>A whole number among a node's attributes.</summary>
    public static long IntegerAttribute(void* info, string name)
    {
        long value;
        fixed (byte* utf8 = Utf8(name))
            Check(((delegate* unmanaged<void*, byte*, long*, void*>)Api[IntegerAttributeIndex])(info, utf8, &value));
        return value;
    }

    /// <summary>A number among a node's attributes.</summary>
    public static float NumberAttribute(void* info, string name)
    {
        float value;
        fixed (byte* utf8 = Utf8(name))
            Check(((delegate* unmanaged<void*, byte*, float*, void*>)Api[NumberAttributeIndex])(info, utf8, &value));
        return value;
    }

    /// <summary>An input of a run; null if it was left out.</summary>
    public static void* KernelInput(void* context, int index)
    {
        void* value;
        Check(((delegate* unmanaged<void*, nuint, void**, void*>)Api[KernelInputIndex])(context, (nuint)index, &value));
        return value;
    }

    /// <summary>Allocates an output of a run.</summary>
    public static void* KernelOutput(void* context, int index, ReadOnlySpan<long> shape)
    {
        void* value;
        fixed (long* lengths = shape)
            Check(((delegate* unmanaged<void*, nuint, long*, nuint, void**, void*>)Api[KernelOutputIndex])(context, (nuint)index, lengths, (nuint)shape.Length, &value));
        return value;
    }

    /// <summary>Address and shape of a tensor, without copying either.</summary>
    public static TensorView View(void* value)
    {
        void* data;
        long* shape;
        nuint rank;
        int type;
        Check(((delegate* unmanaged<void*, void**, void*>)Api[GetTensorDataIndex])(value, &data));
        Check(((delegate* unmanaged<void*, int*, long**, nuint*, void*>)Api[GetShapeIndex])(value, &type, &shape, &rank));
        return new(data, shape, (int)rank);
    }

    /// <summary>Calls a function with each number below <paramref name="count"/> on the runtime's threads, and waits for all.</summary>
    public static void ParallelFor(void* context, delegate* unmanaged<void*, nuint, void> body, nuint count, void* state) =>
        Check(((delegate* unmanaged<void*, delegate* unmanaged<void*, nuint, void>, nuint, nuint, void*, void*>)Api[ParallelForIndex])(context, body, count, count, state));

    private static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text + '\0');
}
