namespace Bittensor.Wire;

/// <summary>SDK versions as the integers that travel in headers and stand on the chain.</summary>
public static class WireVersion
{
    /// <summary>The reference version whose behaviour this library answers with: 9.12.2.</summary>
    public const int Current = 9_012_002;

    /// <summary>The integer of a version: 100·major + 10·minor + patch up to 6.x, major·10⁶ + minor·10³ + patch from 7.0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The version does not fit a positive 32-bit integer.</exception>
    public static int FromVersion(Version version)
    {
        ArgumentNullException.ThrowIfNull(version);
        int patch = Math.Max(version.Build, 0);
        long number = version.Major < 7
            ? (100L * version.Major) + (10L * version.Minor) + patch
            : (1_000_000L * version.Major) + (1_000L * version.Minor) + patch;
        if (number > int.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(version), version, "The version does not fit a positive 32-bit integer.");
        return (int)number;
    }
}
