using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Inference.Graph;

/// <content>Reductions along axes.</content>
public readonly partial struct Tensor
{
    /// <summary>Mean along an axis.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="keep">Whether the axis stays, with length 1.</param>
    public Tensor Mean(int axis, bool keep = false) => Reduce("ReduceMean", [axis], keep);

    /// <summary>Mean along several axes.</summary>
    public Tensor Mean(int[] axes, bool keep = false) => Reduce("ReduceMean", axes, keep);

    /// <summary>Sum along an axis.</summary>
    public Tensor Sum(int axis, bool keep = false) => Reduce("ReduceSum", [axis], keep);

    /// <summary>Sum along several axes.</summary>
    public Tensor Sum(int[] axes, bool keep = false) => Reduce("ReduceSum", axes, keep);

    /// <summary>Largest element along an axis.</summary>
    public Tensor Max(int axis, bool keep = false) => Reduce("ReduceMax", [axis], keep);

    /// <summary>Smallest element along an axis.</summary>
    public Tensor Min(int axis, bool keep = false) => Reduce("ReduceMin", [axis], keep);

    /// <summary>Sum of squares along an axis.</summary>
    public Tensor SumOfSquares(int axis, bool keep = false) => Reduce("ReduceSumSquare", [axis], keep);

    /// <summary>Euclidean norm along an axis.</summary>
    public Tensor Norm(int axis, bool keep = false) => Reduce("ReduceL2", [axis], keep);

    /// <summary>Index of the largest element along an axis, the first of equals: int64.</summary>
    public Tensor ArgMax(int axis, bool keep = false) =>
        Apply("ArgMax", ("axis", Axis(axis)), ("keepdims", keep)).As(TensorType.Int64, keep ? Rank : Rank - 1);

    /// <summary>Running sum along an axis.</summary>
    public Tensor CumSum(int axis) => Builder.Node("CumSum", [this, Builder.Scalar(TensorType.Int64, Axis(axis))]);

    private Tensor Reduce(string operation, int[] axes, bool keep)
    {
        long[] positive = new long[axes.Length];
        for (int i = 0; i < axes.Length; i++)
            positive[i] = Axis(axes[i]);
        return Builder.Node(operation, [this, Longs(positive)], ("keepdims", keep)).As(rank: keep ? Rank : Rank - axes.Length);
    }
}
