using System.Numerics.Tensors;
using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Inference.Graph;

/// <summary>
/// Weight normalisation (Salimans and Kingma, 2016): the effective weight is g · v / ‖v‖, where the norm runs over every axis along which g has length 1.
/// Stored as "weight_g" and "weight_v", or by newer PyTorch versions as "parametrizations.weight.original0" and "original1".
/// </summary>
/// <param name="Magnitude">g.</param>
/// <param name="Direction">v, which has the weight's shape.</param>
internal sealed record WeightNormalization(CheckpointTensor Magnitude, CheckpointTensor Direction)
{
    /// <summary>The pair that stands for a weight, or null.</summary>
    public static WeightNormalization? Find(ICheckpoint checkpoint, string fullName)
    {
        if (Pair(checkpoint, fullName + "_g", fullName + "_v") is { } pair)
            return pair;
        int dot = fullName.LastIndexOf('.');
        string parametrization = $"{fullName[..(dot + 1)]}parametrizations.{fullName[(dot + 1)..]}.original";
        return Pair(checkpoint, parametrization + "0", parametrization + "1");
    }

    /// <summary>The effective weight.</summary>
    /// <exception cref="CheckpointException">The shapes do not fit.</exception>
    public GraphWeight Fold(string graphName)
    {
        IReadOnlyList<long> shape = Direction.Shape;
        if (Magnitude.Shape.Count != shape.Count || Magnitude.Shape.Zip(shape).Any(static pair => pair.First != 1 && pair.First != pair.Second))
            throw new CheckpointException(
                $"'{Magnitude.Name}' has the shape [{string.Join(", ", Magnitude.Shape)}], which does not fit '{Direction.Name}' with [{string.Join(", ", shape)}].");

        float[] magnitude = Magnitude.ToFloats();
        GraphWeight weight = GraphWeight.Allocate(graphName, TensorType.Float32, [.. shape]);
        Span<float> values = weight.Floats;
        Direction.CopyTo(values);

        double[] squares = new double[magnitude.Length];
        int inner = shape.Count == 0 ? 1 : (int)shape[^1];
        bool perElement = shape.Count > 0 && Magnitude.Shape[^1] != 1;
        for (int row = 0; row * inner < values.Length; row++)
        {
            Span<float> line = values.Slice(row * inner, inner);
            int group = Group(row);
            if (perElement)
                for (int i = 0; i < inner; i++)
                    squares[group + i] += (double)line[i] * line[i];
            else
                squares[group] += TensorPrimitives.SumOfSquares<float>(line);
        }

        float[] factors = new float[magnitude.Length];
        for (int i = 0; i < factors.Length; i++)
            factors[i] = (float)(magnitude[i] / Math.Sqrt(squares[i]));
        for (int row = 0; row * inner < values.Length; row++)
        {
            Span<float> line = values.Slice(row * inner, inner);
            int group = Group(row);
            if (perElement)
                TensorPrimitives.Multiply(line, factors.AsSpan(group, inner), line);
            else
                TensorPrimitives.Multiply(line, factors[group], line);
        }

        return weight;
    }

    private static WeightNormalization? Pair(ICheckpoint checkpoint, string magnitude, string direction) =>
        checkpoint.Tensors.TryGetValue(magnitude, out CheckpointTensor? g) && checkpoint.Tensors.TryGetValue(direction, out CheckpointTensor? v) ? new(g, v) : null;

    /// <summary>Index in g of a row (all axes but the last) of v.</summary>
    private int Group(int row)
    {
        int group = 0, stride = Magnitude.Shape.Count == 0 ? 1 : (int)Magnitude.Shape[^1];
        for (int axis = Direction.Shape.Count - 2; axis >= 0; axis--)
        {
            int index = (int)(row % Direction.Shape[axis]);
            row /= (int)Direction.Shape[axis];
            if (Magnitude.Shape[axis] == 1)
                continue;
            group += index * stride;
            stride *= (int)Magnitude.Shape[axis];
        }

        return group;
    }
}
