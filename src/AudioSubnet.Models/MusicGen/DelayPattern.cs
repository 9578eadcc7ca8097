namespace AudioSubnet.Models.MusicGen;

/// <summary>
/// The codes of a generation as MusicGen writes them: each codebook one step behind the one before, with padding where there is none yet or no more. A code is
/// read and written at a step (column) and a codebook (row).
/// </summary>
internal sealed class DelayPattern
{
    private const long Unknown = -1;

    private readonly long[] _values;
    private readonly int _rows;
    private readonly long _padding;

    /// <summary>Lays out the pattern.</summary>
    /// <param name="config">Codebooks, channels and the padding.</param>
    /// <param name="newTokens">Steps after the first column and the prompt.</param>
    /// <param name="prompt">Codes to continue, [codebooks, frames]; empty for none.</param>
    public DelayPattern(MusicGenDecoderConfig config, int newTokens, ReadOnlySpan<long> prompt = default)
    {
        _rows = config.NumCodebooks;
        _padding = config.PadTokenId;
        int frames = prompt.Length / _rows, longest = config.LongestDelay;
        Columns = 1 + frames + newTokens;
        _values = new long[_rows * Columns];
        Array.Fill(_values, Unknown);
        for (int row = 0; row < _rows; row++)
        {
            int delay = row / config.AudioChannels;
            for (int column = 0; column < Columns; column++)
                if (column <= delay || column >= Columns - (longest - delay))
                    _values[row * Columns + column] = _padding;
                else if (column - 1 - delay < frames)
                    _values[row * Columns + column] = prompt[row * frames + column - 1 - delay];
        }

        Known = 1 + frames;
    }

    /// <summary>Number of steps.</summary>
    public int Columns { get; }

    /// <summary>Columns that are known from the start.</summary>
    public int Known { get; }

    /// <summary>The code of a step, which must be known.</summary>
    public long this[int row, int column] => _values[row * Columns + column];

    /// <summary>Writes a code unless the pattern fixes what is there.</summary>
    public void Offer(int row, int column, long code)
    {
        ref long value = ref _values[row * Columns + column];
        if (value == Unknown)
            value = code;
    }

    /// <summary>The codes without the pattern, [codebooks, frames].</summary>
    public long[] Codes() => [.. _values.Where(value => value != _padding)];
}
