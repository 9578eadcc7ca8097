using AudioSubnet.Inference.Graph;

namespace AudioSubnet.Models.Clap;

/// <summary>
/// Square windows over a square picture of patches (Liu et al. 2021). Shifted windows begin half a window further down and right and wrap around; there, patches that do not touch
/// in the picture do not see each other. Cutting is one look-up by index.
/// </summary>
internal sealed class SwinWindows
{
    private const float Unseen = -100; // of the reference

    private readonly int _grid, _window, _shift;
    private readonly long[] _order; // patch at each place of the windows

    /// <param name="grid">Side of the picture in patches, a multiple of the window's.</param>
    /// <param name="window">Side of a window in patches.</param>
    /// <param name="shifted">Whether the windows are shifted; a single window never is.</param>
    public SwinWindows(int grid, int window, bool shifted)
    {
        (_grid, _window, _shift) = (grid, window, shifted && grid > window ? window / 2 : 0);
        _order = [.. Places().Select(place => (long)((place.Row + _shift) % grid * grid + (place.Column + _shift) % grid))];
    }

    private int Area => _window * _window;

    private int Count => _grid / _window * (_grid / _window);

    /// <summary>[B, patches, width] to [B · windows, patches of a window, width].</summary>
    public Tensor Cut(Tensor x)
    {
        Tensor ordered = x.Gather(x.Builder.Constant(_order), 1);
        return ordered.Reshape(Tensor.Concat(0, x.Builder.Constant([-1L, Area]), x.Lengths(2)), 3);
    }

    /// <summary>The opposite of <see cref="Cut"/>.</summary>
    public Tensor Join(Tensor x)
    {
        long[] places = new long[_order.Length];
        for (int place = 0; place < places.Length; place++)
            places[_order[place]] = place;
        Tensor rows = x.Reshape(Tensor.Concat(0, x.Builder.Constant([-1L, _order.Length]), x.Lengths(2)), 3);
        return rows.Gather(x.Builder.Constant(places), 1);
    }

    /// <summary>What is added to the scores of a layer's heads: [1 or B · windows, heads, patches, patches].</summary>
    /// <param name="s">Of the attention, which owns the table [(2 · window - 1)², heads].</param>
    /// <param name="heads">Attention heads.</param>
    /// <param name="x">[B, patches, width], which tells B.</param>
    public Tensor Bias(Scope s, int heads, Tensor x)
    {
        int span = 2 * _window - 1;
        Tensor table = s.Weight("relative_position_bias_table", span * span, heads);
        Tensor bias = table.Gather(x.Builder.Constant(Offsets(), Area, Area)).Permute(2, 0, 1).Unsqueeze(0);
        if (_shift == 0)
            return bias;
        bias += x.Builder.Constant(Mask(), Count, 1, Area, Area);
        Tensor copies = Tensor.Concat(0, x.Lengths(0), x.Builder.Constant([1L, 1, 1, 1]));
        return bias.Unsqueeze(0).Expand(copies, 5).Reshape(-1, heads, Area, Area);
    }

    /// <summary>Row of the table for each query and key of a window: the query's place seen from the key's.</summary>
    private long[] Offsets()
    {
        long[] offsets = new long[Area * Area];
        for (int query = 0; query < Area; query++)
            for (int key = 0; key < Area; key++)
            {
                int down = query / _window - key / _window + _window - 1, across = query % _window - key % _window + _window - 1;
                offsets[query * Area + key] = down * (2 * _window - 1) + across;
            }
        return offsets;
    }

    /// <summary>For each window, query and key: 0 if they touch in the picture, otherwise so little that the softmax forgets it.</summary>
    private float[] Mask()
    {
        int[] regions = [.. Places().Select(place => 3 * Region(place.Row) + Region(place.Column))];
        float[] mask = new float[Count * Area * Area];
        for (int i = 0; i < mask.Length; i++)
        {
            int window = i / (Area * Area) * Area;
            mask[i] = regions[window + i / Area % Area] == regions[window + i % Area] ? 0 : Unseen;
        }
        return mask;

        int Region(int place) => place < _grid - _window ? 0 : place < _grid - _shift ? 1 : 2;
    }

    /// <summary>Row and column in the shifted picture of each place, window by window.</summary>
    private IEnumerable<(int Row, int Column)> Places() =>
        from top in Enumerable.Range(0, _grid / _window)
        from left in Enumerable.Range(0, _grid / _window)
        from row in Enumerable.Range(0, _window)
        from column in Enumerable.Range(0, _window)
        select (top * _window + row, left * _window + column);
}
