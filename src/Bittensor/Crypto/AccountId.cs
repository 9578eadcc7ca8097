namespace Bittensor.Crypto;

/// <summary>A 32-byte public key that names an account on the chain: a hotkey or a coldkey. Shown as SS58 with prefix 42.</summary>
public readonly struct AccountId : IEquatable<AccountId>, IComparable<AccountId>
{
    /// <summary>Length of a public key in bytes.</summary>
    public const int Length = 32;

    private readonly byte[]? _bytes;

    /// <summary>Copies a 32-byte public key.</summary>
    /// <exception cref="ArgumentException">The key is not 32 bytes long.</exception>
    public AccountId(ReadOnlySpan<byte> publicKey)
    {
        if (publicKey.Length != Length)
            throw new ArgumentException($"A public key has {Length} bytes, not {publicKey.Length}.", nameof(publicKey));
        _bytes = publicKey.ToArray();
    }

    /// <summary>The 32 bytes of the public key.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes ?? new byte[Length];

    /// <summary>Reads an SS58 address of any prefix.</summary>
    /// <exception cref="FormatException">Not a valid SS58 address of a 32-byte key.</exception>
    public static AccountId Parse(string address) => new(Ss58.Decode(address));

    /// <summary>Reads an SS58 address; false if it is not one.</summary>
    public static bool TryParse(string? address, out AccountId account)
    {
        account = default;
        if (address is null || !Ss58.TryDecode(address, out byte[] publicKey) || publicKey.Length != Length)
            return false;
        account = new AccountId(publicKey);
        return true;
    }

    /// <summary>The SS58 address with prefix 42.</summary>
    public override string ToString() => Ss58.Encode(Bytes);

    /// <inheritdoc/>
    public bool Equals(AccountId other) => Bytes.SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AccountId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Bytes);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public int CompareTo(AccountId other) => Bytes.SequenceCompareTo(other.Bytes);

    /// <summary>True if both name the same account.</summary>
    public static bool operator ==(AccountId left, AccountId right) => left.Equals(right);

    /// <summary>True if they name different accounts.</summary>
    public static bool operator !=(AccountId left, AccountId right) => !left.Equals(right);

    /// <summary>Byte order of the public keys.</summary>
    public static bool operator <(AccountId left, AccountId right) => left.CompareTo(right) < 0;

    /// <summary>Byte order of the public keys.</summary>
    public static bool operator >(AccountId left, AccountId right) => left.CompareTo(right) > 0;

    /// <summary>Byte order of the public keys.</summary>
    public static bool operator <=(AccountId left, AccountId right) => left.CompareTo(right) <= 0;

    /// <summary>Byte order of the public keys.</summary>
    public static bool operator >=(AccountId left, AccountId right) => left.CompareTo(right) >= 0;
}
