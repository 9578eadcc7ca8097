using AudioSubnet.Inference.Graph;

namespace AudioSubnet.Models.Vits;

/// <summary>The inverse of a monotonic rational-quadratic spline (Durkan et al., "Neural spline flows", 2019), the identity outside an interval.</summary>
internal static class RationalQuadraticSpline
{
    private const double MinBinSize = 1e-3;
    private const double MinDerivative = 1e-3;

    /// <summary>Values whose images are given.</summary>
    /// <param name="y">Images, [B, T].</param>
    /// <param name="widths">Unnormalised widths of the bins, [B, T, bins].</param>
    /// <param name="heights">Unnormalised heights, [B, T, bins].</param>
    /// <param name="derivatives">Unnormalised derivatives at the inner knots, [B, T, bins - 1].</param>
    /// <param name="bound">The spline acts between -bound and bound.</param>
    /// <param name="bins">Number of bins.</param>
    /// <returns>[B, T].</returns>
    public static Tensor Invert(Tensor y, Tensor widths, Tensor heights, Tensor derivatives, double bound, int bins)
    {
        GraphBuilder graph = y.Builder;
        Tensor inside = y.GreaterOrEqual(-bound).And(y.LessOrEqual(bound));
        Tensor clipped = y.Clip(-bound, bound);

        (Tensor x, Tensor binWidths) = Knots(widths, bound, bins);
        (Tensor knots, Tensor binHeights) = Knots(heights, bound, bins);

        // At the ends of the interval the slope is that of the identity, 1.
        Tensor slopes = derivatives.Pad(2, 1, value: Math.Log(Math.Exp(1 - MinDerivative) - 1)).Softplus() + MinDerivative; // [B, T, bins + 1]

        // The bin of an image: how many knots are at or below it, less one. The last knot is moved up so that the bound itself falls into the last bin.
        float[] raise = new float[bins + 1];
        raise[bins] = 1e-6f;
        Tensor bin = clipped.Unsqueeze(2).GreaterOrEqual(knots + graph.Constant(raise)).Cast(Inference.Checkpoints.TensorType.Int64).Sum(2, keep: true) - 1; // [B, T, 1]

        Tensor left = At(x), width = At(binWidths), bottom = At(knots), height = At(binHeights);
        Tensor slope = At(slopes), nextSlope = slopes.GatherElements(bin + 1, 2).Squeeze(2);
        Tensor delta = height / width;

        // The quadratic equation of the inverse, in the part of the bin that lies left of the value.
        Tensor above = clipped - bottom, curved = above * (slope + nextSlope - 2 * delta);
        Tensor a = height * (delta - slope) + curved, b = height * slope - curved, c = -delta * above;
        Tensor root = 2 * c / (-b - (b * b - 4 * a * c).Sqrt());
        return inside.Where(root * width + left, y);

        Tensor At(Tensor values) => values.GatherElements(bin, 2).Squeeze(2);
    }

    /// <summary>Knots from -bound to bound, [B, T, bins + 1], and the distances between them, [B, T, bins].</summary>
    private static (Tensor Knots, Tensor Sizes) Knots(Tensor unnormalised, double bound, int bins)
    {
        Tensor sizes = unnormalised.Softmax(2) * (1 - MinBinSize * bins) + MinBinSize;
        Tensor inner = sizes.CumSum(2).Slice(2, 0, -1) * (2 * bound) - bound;
        Tensor knots = inner.Pad(2, new Padding(1, 0), value: -bound).Pad(2, new Padding(0, 1), value: bound);
        return (knots, knots.Slice(2, 1) - knots.Slice(2, 0, -1));
    }
}
