namespace Bittensor.Crypto;

/// <summary>Base58 with Bitcoin's alphabet, for the short texts of SS58 (quadratic, so callers bound the length first).</summary>
internal static class Base58
{
    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    public static string Encode(ReadOnlySpan<byte> data)
    {
        // Each byte needs log(256)/log(58) = 1.366 digits.
        Span<byte> digits = stackalloc byte[(data.Length * 138 / 100) + 1];
        int count = 0;
        foreach (byte value in data)
        {
            int carry = value;
            for (int i = 0; i < count; i++)
            {
                carry += digits[i] << 8;
                digits[i] = (byte)(carry % 58);
                carry /= 58;
            }

            for (; carry > 0; carry /= 58)
                digits[count++] = (byte)(carry % 58);
        }

        int zeros = 0;
        while (zeros < data.Length && data[zeros] == 0)
            zeros++;
        Span<char> text = stackalloc char[zeros + count];
        text[..zeros].Fill(Alphabet[0]);
        for (int i = 0; i < count; i++)
            text[zeros + i] = Alphabet[digits[count - 1 - i]];
        return new string(text);
    }

    /// <summary>Decodes into <paramref name="destination"/>; false for a foreign character or a result that does not fit.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> destination, out int length)
    {
        length = 0;
        int zeros = 0;
        while (zeros < text.Length && text[zeros] == Alphabet[0])
            zeros++;
        int count = 0;
        foreach (char character in text)
        {
            int carry = Alphabet.IndexOf(character);
            if (carry < 0)
                return false;
            for (int i = 0; i < count; i++)
            {
                carry += destination[i] * 58;
                destination[i] = (byte)carry;
                carry >>= 8;
            }

            if (carry == 0)
                continue;
            if (count == destination.Length)
                return false;
            destination[count++] = (byte)carry;
        }

        if (zeros + count > destination.Length)
            return false;
        destination[count..(zeros + count)].Clear();
        length = zeros + count;
        destination[..length].Reverse();
        return true;
    }
}
