using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;
using Bittensor.Crypto;

namespace Bittensor.Scale.Metadata;

/// <summary>
/// What a value stands for where a type wants something certain: texts are hex, decimals or addresses. Null where it is not that.
/// </summary>
internal static class ValueTexts
{
    public static AccountId? Account(ScaleValue value) => value switch
    {
        ScaleAccount account => account.Account,
        ScaleText text when AccountId.TryParse(text.Value, out AccountId account) => account,
        _ when Bytes(value) is { Length: AccountId.Length } bytes => new AccountId(bytes.Span),
        _ => null,
    };

    public static BigInteger? Number(ScaleValue value) => value switch
    {
        ScaleNumber number => number.Value,
        ScaleText text when TryParse(text.Value, out BigInteger number) => number,
        _ => null,
    };

    public static ReadOnlyMemory<byte>? Bytes(ScaleValue value) => value switch
    {
        ScaleBytes bytes => bytes.Memory,
        ScaleAccount account => account.Account.Bytes.ToArray(),
        ScaleText { Value: ['0', 'x', ..] hex } when Hex.TryDecode(hex, (hex.Length / 2) - 1, out byte[] decoded) => decoded,
        // Without the cast null would become an empty memory.
        _ => (ReadOnlyMemory<byte>?)null,
    };

    public static Rune? Character(ScaleValue value) =>
        value is ScaleText { Value: var text }
        && Rune.DecodeFromUtf16(text, out Rune rune, out int used) == OperationStatus.Done
        && used == text.Length
            ? rune
            : null;

    private static bool TryParse(string text, out BigInteger number) =>
        BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
