using System.Runtime.InteropServices;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Kernels.Operators;
using AudioSubnet.Inference.Runtime;

namespace AudioSubnet.Inference.Kernels.Attention;

/// <summary>
/// Causal attention with memory: query, key and value [batch, time, heads · size], the memory [batch, heads, blocks, elements of a block], to which keys and values are
/// added in place, and the number of positions with the new ones [1], to [batch, time, heads · size].
/// </summary>
internal sealed unsafe class RememberedAttention : OperatorKernel
{
    /// <summary>Below so many products a second thread takes longer to wake than it saves.</summary>
    private const long LeastShared = 1 << 16;

    private readonly KeyValueLayout _layout;
    private readonly bool _bytes;
    private readonly int _heads;
    private readonly float _scale;

    private RememberedAttention(NodeInfo node)
    {
        _bytes = node.Integer("bytes") != 0;
        _layout = new(node.Integer("size"), _bytes ? TensorType.Int8 : TensorType.Float32);
        _heads = node.Integer("heads");
        _scale = node.Number("scale");
    }

    /// <summary>The operator, with attributes "heads", "size", "scale" and "bytes" (whether the memory is int8).</summary>
    public static CustomOperator Operator { get; } = new(
        nameof(RememberedAttention), [TensorType.Float32, TensorType.Float32, TensorType.Float32, null, TensorType.Int32], Optional: 0, [TensorType.Float32],
        static node => new RememberedAttention(node));

    /// <inheritdoc/>
    public override void Compute(KernelContext context)
    {
        TensorView query = context.Input(0), key = context.Input(1), value = context.Input(2), memory = context.Input(3), total = context.Input(4);
        TensorView output = context.Output(0, query.Shape);
        int batch = query.Length(0), time = query.Length(1), positions = *(int*)total.Data, blocks = memory.Length(2);
        if (query.Length(2) != _heads * _layout.HeadSize || !key.Shape.SequenceEqual(query.Shape) || !value.Shape.SequenceEqual(query.Shape))
            throw new InferenceException(
                $"Queries [{Show(query)}], keys [{Show(key)}] and values [{Show(value)}] must be [batch, time, {_heads * _layout.HeadSize}] alike.");
        if (!memory.Shape.SequenceEqual([batch, _heads, blocks, _layout.BlockElements]) || positions < time || positions > blocks * KeyValueLayout.Block)
            throw new InferenceException($"{positions} positions, {time} of them new, of {batch} sequences do not fit a memory of [{Show(memory)}].");
        if (output.ElementCount == 0)
            return;

        long products = 2L * batch * _heads * time * positions * _layout.PaddedSize;
        AttentionWork work = new()
        {
            Query = (float*)query.Data,
            Key = (float*)key.Data,
            Value = (float*)value.Data,
            Output = (float*)output.Data,
            Memory = (byte*)memory.Data,
            Layout = _layout,
            Batch = batch,
            Time = time,
            Heads = _heads,
            Blocks = blocks,
            Past = positions - time,
            Scale = _scale,
            Parts = products < LeastShared ? 1 : KernelContext.PartsOf(batch * _heads),
        };
        context.Parallel(work.Parts, _bytes ? &RunBytes : &RunFloats, &work);
    }

    [UnmanagedCallersOnly]
    private static void RunFloats(void* state, nuint part) => CausalAttention.Run<RememberedFloats>(*(AttentionWork*)state, (int)part);

    [UnmanagedCallersOnly]
    private static void RunBytes(void* state, nuint part) => CausalAttention.Run<RememberedBytes>(*(AttentionWork*)state, (int)part);

    private static string Show(TensorView tensor) => string.Join(", ", tensor.Shape.ToArray());
}
