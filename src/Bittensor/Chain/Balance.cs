namespace Bittensor.Chain;

/// <summary>An amount of TAO (or of a subnet's alpha), kept in rao: 1 TAO = 1,000,000,000 rao.</summary>
/// <param name="Rao">The amount in rao.</param>
public readonly record struct Balance(ulong Rao) : IComparable<Balance>
{
    /// <summary>Rao in one TAO.</summary>
    public const ulong RaoPerTao = 1_000_000_000;

    /// <summary>The amount in TAO, exactly.</summary>
    public decimal Tao => Rao / (decimal)RaoPerTao;

    /// <summary>An amount of whole and fractional TAO, rounded down to rao.</summary>
    /// <exception cref="OverflowException">Negative, or above 2^64 − 1 rao.</exception>
    public static Balance FromTao(decimal tao) => new(decimal.ToUInt64(decimal.Truncate(tao * RaoPerTao)));

    /// <inheritdoc/>
    public int CompareTo(Balance other) => Rao.CompareTo(other.Rao);

    /// <summary>The sum.</summary>
    /// <exception cref="OverflowException">The sum exceeds 2^64 − 1 rao.</exception>
    public static Balance operator +(Balance left, Balance right) => new(checked(left.Rao + right.Rao));

    /// <summary>The difference.</summary>
    /// <exception cref="OverflowException">The difference is negative.</exception>
    public static Balance operator -(Balance left, Balance right) => new(checked(left.Rao - right.Rao));

    /// <summary>Smaller.</summary>
    public static bool operator <(Balance left, Balance right) => left.Rao < right.Rao;

    /// <summary>Larger.</summary>
    public static bool operator >(Balance left, Balance right) => left.Rao > right.Rao;

    /// <summary>Smaller or equal.</summary>
    public static bool operator <=(Balance left, Balance right) => left.Rao <= right.Rao;

    /// <summary>Larger or equal.</summary>
    public static bool operator >=(Balance left, Balance right) => left.Rao >= right.Rao;

    /// <summary>The amount in TAO with nine decimals.</summary>
    public override string ToString() => $"τ{Tao:0.000000000}";
}
