namespace Bittensor.LocalNet.Consensus;

/// <summary>A square matrix of which only some entries exist. An entry may exist and be zero: liquid alpha tells the two apart.</summary>
/// <remarks>A row takes memory only if it has an entry: of thousands of neurons a hundred are validators.</remarks>
internal sealed class SparseMatrix(int size)
{
    private readonly Fixed?[]?[] _rows = new Fixed?[]?[size];

    public int Size { get; } = size;

    public Fixed? this[int row, int column]
    {
        get => _rows[row]?[column];
        set
        {
            if (value is not null || _rows[row] is not null)
                (_rows[row] ??= new Fixed?[Size])[column] = value;
        }
    }

    public Fixed ValueOrZero(int row, int column) => this[row, column] ?? Fixed.Zero;

    /// <summary>The entries that exist, row by row.</summary>
    public IEnumerable<(int Row, int Column, Fixed Value)> Entries()
    {
        for (int row = 0; row < Size; row++)
            if (_rows[row] is Fixed?[] entries)
                for (int column = 0; column < Size; column++)
                    if (entries[column] is Fixed value)
                        yield return (row, column, value);
    }

    /// <summary>A matrix with the entries that <paramref name="map"/> gives for this one's; null drops an entry.</summary>
    public SparseMatrix Select(Func<int, int, Fixed, Fixed?> map)
    {
        var result = new SparseMatrix(Size);
        foreach ((int row, int column, Fixed value) in Entries())
            result[row, column] = map(row, column, value);
        return result;
    }

    public Fixed[] RowSums()
    {
        var sums = new Fixed[Size];
        foreach ((int row, _, Fixed value) in Entries())
            sums[row] += value;
        return sums;
    }

    public SparseMatrix RowsNormalized()
    {
        Fixed[] sums = RowSums();
        return Select((row, _, value) => sums[row] == Fixed.Zero ? value : value / sums[row]);
    }

    public SparseMatrix ColumnsNormalized()
    {
        var sums = new Fixed[Size];
        foreach ((_, int column, Fixed value) in Entries())
            sums[column] += value;
        return Select((_, column, value) => sums[column] == Fixed.Zero ? value : value / sums[column]);
    }

    /// <summary>Each column divided by its largest entry.</summary>
    public SparseMatrix ColumnsUpscaled()
    {
        var maxima = new Fixed[Size];
        foreach ((_, int column, Fixed value) in Entries())
            maxima[column] = value > maxima[column] ? value : maxima[column];
        return Select((_, column, value) => maxima[column] == Fixed.Zero ? value : value / maxima[column]);
    }

    /// <summary>For each row the sum of its entries times the column's factor, each product floored.</summary>
    public Fixed[] TimesColumns(Fixed[] factors)
    {
        var sums = new Fixed[Size];
        foreach ((int row, int column, Fixed value) in Entries())
            sums[row] += value * factors[column];
        return sums;
    }

    /// <summary>For each column the sum of its entries times the row's factor, each product floored.</summary>
    public Fixed[] TimesRows(Fixed[] factors)
    {
        var sums = new Fixed[Size];
        foreach ((int row, int column, Fixed value) in Entries())
            sums[column] += factors[row] * value;
        return sums;
    }

    /// <summary>factor · fresh + (1 − factor) · old; entries that are not positive vanish.</summary>
    public static SparseMatrix MovingAverage(SparseMatrix fresh, SparseMatrix old, Fixed factor)
    {
        var sum = new SparseMatrix(fresh.Size);
        foreach ((int row, int column, Fixed value) in fresh.Entries())
            sum[row, column] = factor * value;
        foreach ((int row, int column, Fixed value) in old.Entries())
            sum[row, column] = sum.ValueOrZero(row, column) + (Fixed.One - factor) * value;
        return sum.Select((_, _, value) => value > Fixed.Zero ? value : null);
    }
}
