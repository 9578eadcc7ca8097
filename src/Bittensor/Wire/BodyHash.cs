using System.Security.Cryptography;
using System.Text;

namespace Bittensor.Wire;

/// <summary>The protocol's hash of a synapse's required fields: SHA3-256 (FIPS 202) over the hashes of their Python texts.</summary>
internal static class BodyHash
{
    /// <summary>The hash when no field is required: SHA3-256 of nothing. It is the same whatever the body holds.</summary>
    public const string Empty = "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a";

    /// <summary>Hash of the given field values, in the given order; 64 lower-case hex digits.</summary>
    /// <exception cref="NotSupportedException">A value has no Python text, see <see cref="PythonRepr.Of"/>.</exception>
    /// <exception cref="PlatformNotSupportedException">The system's cryptographic library has no SHA-3 (OpenSSL 1.1.1 or Windows 11 24H2 has).</exception>
    public static string Of(IEnumerable<object?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var joined = new StringBuilder();
        foreach (object? value in values)
            joined.Append(OfText(PythonRepr.Of(value)));
        return joined.Length == 0 ? Empty : OfText(joined.ToString());
    }

    private static string OfText(string text) => Convert.ToHexStringLower(SHA3_256.HashData(Encoding.UTF8.GetBytes(text)));
}
