namespace Bittensor.LocalNet.Consensus;

/// <summary>A square matrix of which only some entries exist. An entry may exist and be zero: liquid alpha tells the two apart.</summary>
/// <remarks>Dense storage with nulls: n is at most a few thousand, and column operations stay simple.</remarks>
internal sealed class SparseMatrix(int size)
{
    private readonly Fixed?[,] _entries = new Fixed?[size, size];

    public int Size { get; } = size;

    public Fixed? this[int row, int column]
    {
        get => _entries[row, column];
        set => _entries[row, column] = value;
    }

    public Fixed ValueOrZero(int row, int column) => _entries[row, column] ?? Fixed.Zero;

    /// <summary>A matrix with the entries that <paramref name="map"/> gives for this one's existing entries; null drops an entry.</summary>
    public SparseMatrix Select(Func<int, int, Fixed, Fixed?> map)
    {
        var result = new SparseMatrix(Size);
        for (int row = 0; row < Size; row++)
            for (int column = 0; column < Size; column++)
                if (_entries[row, column] is Fixed value)
                    result[row, column] = map(row, column, value);
        return result;
    }

    public Fixed RowSum(int row) => Sum(column => ValueOrZero(row, column));

    public SparseMatrix RowsNormalized()
    {
        Fixed[] sums = [.. Enumerable.Range(0, Size).Select(RowSum)];
        return Select((row, _, value) => sums[row] == Fixed.Zero ? value : value / sums[row]);
    }

    public SparseMatrix ColumnsNormalized()
    {
        Fixed[] sums = [.. Enumerable.Range(0, Size).Select(column => Sum(row => ValueOrZero(row, column)))];
        return Select((_, column, value) => sums[column] == Fixed.Zero ? value : value / sums[column]);
    }

    /// <summary>Each column divided by its largest entry.</summary>
    public SparseMatrix ColumnsUpscaled()
    {
        Fixed[] maxima = [.. Enumerable.Range(0, Size).Select(column => Enumerable.Range(0, Size).Max(row => ValueOrZero(row, column)))];
        return Select((_, column, value) => maxima[column] == Fixed.Zero ? value : value / maxima[column]);
    }

    /// <summary>factor · fresh + (1 − factor) · old; entries that are not positive vanish.</summary>
    public static SparseMatrix MovingAverage(SparseMatrix fresh, SparseMatrix old, Fixed factor)
    {
        var result = new SparseMatrix(fresh.Size);
        for (int row = 0; row < fresh.Size; row++)
            for (int column = 0; column < fresh.Size; column++)
            {
                Fixed value = factor * fresh.ValueOrZero(row, column) + (Fixed.One - factor) * old.ValueOrZero(row, column);
                if (value > Fixed.Zero)
                    result[row, column] = value;
            }
        return result;
    }

    private Fixed Sum(Func<int, Fixed> term)
    {
        Fixed sum = Fixed.Zero;
        for (int i = 0; i < Size; i++)
            sum += term(i);
        return sum;
    }
}
