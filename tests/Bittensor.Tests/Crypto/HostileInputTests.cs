using System.Text;
using Bittensor.Crypto;
using Bittensor.Tests.Wallets;
using Bittensor.Wallets;
using FsCheck.Xunit;

namespace Bittensor.Tests.Crypto;

/// <summary>Seeded fuzzing: whatever the bytes, the answer is a false or the documented exception.</summary>
[Trait("Area", "fuzz")]
public class HostileInputTests
{
    private static readonly Keypair Signer = Keypair.FromUri("//Alice");
    private static readonly byte[] Message = Encoding.UTF8.GetBytes("a message");
    private static readonly byte[] Signature = Signer.Sign(Message);

    [Fact]
    public void No_flipped_bit_of_a_signature_or_key_verifies()
    {
        byte[] key = Signer.AccountId.Bytes.ToArray();
        for (int bit = 0; bit < Signature.Length * 8; bit++)
            Keypair.Verify(Signer.AccountId, Message, Flip(Signature, bit)).ShouldBeFalse($"signature bit {bit}");
        for (int bit = 0; bit < key.Length * 8; bit++)
            Keypair.Verify(new AccountId(Flip(key, bit)), Message, Signature).ShouldBeFalse($"key bit {bit}");
    }

    [Fact]
    public void A_signature_cannot_be_rewritten_into_another_valid_one()
    {
        // s + order is the same number modulo the order, and −R has the same x up to sign: both must be refused.
        byte[] order = Convert.FromHexString("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
        byte[] larger = [.. Signature];
        int carry = 0;
        larger[63] &= 0x7f;
        for (int i = 0; i < 32; i++)
        {
            carry += larger[32 + i] + order[i];
            larger[32 + i] = (byte)carry;
            carry >>= 8;
        }

        larger[63] |= 0x80;
        Keypair.Verify(Signer.AccountId, Message, larger).ShouldBeFalse();
        byte[] unmarked = [.. Signature];
        unmarked[63] &= 0x7f;
        Keypair.Verify(Signer.AccountId, Message, unmarked).ShouldBeFalse();
        Keypair.Verify(Signer.AccountId, Message, [.. Signature, 0]).ShouldBeFalse();
    }

    [Fact]
    public void Points_that_are_not_written_in_the_one_canonical_way_are_refused()
    {
        // p, p + 1 and p − 1 (a negative number) as field elements, and all ones.
        string[] encodings =
        [
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        ];
        foreach (byte[] encoding in encodings.Select(Convert.FromHexString))
        {
            Keypair.Verify(new AccountId(encoding), Message, Signature).ShouldBeFalse();
            Keypair.Verify(Signer.AccountId, Message, [.. encoding, .. Signature[32..]]).ShouldBeFalse();
        }
    }

    [Property]
    public bool Random_bytes_never_verify_and_never_throw(byte[] key, byte[] message, byte[] signature)
    {
        byte[] account = new byte[32];
        key.AsSpan(0, Math.Min(32, key.Length)).CopyTo(account);
        byte[] marked = new byte[64];
        signature.AsSpan(0, Math.Min(64, signature.Length)).CopyTo(marked);
        marked[63] = (byte)((marked[63] & 0x0f) | 0x80);
        return !Keypair.Verify(new AccountId(account), message, signature) && !Keypair.Verify(Signer.AccountId, message, marked);
    }

    [Property]
    public bool What_was_signed_verifies(byte[] message) => Keypair.Verify(Signer.AccountId, message, Signer.Sign(message));

    /// <summary>Bodies of one byte have a one-byte checksum, which a random text meets now and then; accounts have 32 bytes and two.</summary>
    [Property]
    public bool Random_texts_are_no_accounts_and_never_throw(string? text) =>
        (!Ss58.TryDecode(text, out byte[] body) || body.Length < AccountId.Length) && !AccountId.TryParse(text, out _) && !Ss58.IsBittensorAddress(text);

    [Property]
    public bool Random_texts_as_secret_uris_give_a_key_or_a_FormatException(string? text)
    {
        try
        {
            using Keypair pair = Keypair.FromUri(text ?? "");
            return pair.Address.Length > 0;
        }
        catch (FormatException)
        {
            return true;
        }
    }

    [Fact]
    public void Damaged_keyfiles_give_a_key_or_a_KeyfileException()
    {
        using var folder = new TemporaryFolder();
        using var material = KeyMaterial.FromUri("//Alice");
        new Keyfile(folder.File("good")).Write(material);
        byte[] good = File.ReadAllBytes(folder.File("good"));
        var random = new Random(20);
        int refused = 0;
        const int rounds = 400;
        for (int round = 0; round < rounds; round++)
        {
            byte[] damaged = Damage(good, random);
            var keyfile = new Keyfile(folder.Write("damaged", damaged));
            try
            {
                using KeyMaterial read = keyfile.Read("no password");
            }
            catch (KeyfileException e)
            {
                refused++;
                e.Path.ShouldBe(keyfile.Path);
            }
        }

        refused.ShouldBeInRange(rounds / 2, rounds);
    }

    private static byte[] Damage(byte[] good, Random random)
    {
        byte[] damaged = [.. good];
        switch (random.Next(4))
        {
            case 0:
                return damaged[..random.Next(damaged.Length)];
            case 1:
                random.NextBytes(damaged);
                return damaged;
            case 2:
                int cut = random.Next(damaged.Length);
                return [.. damaged[cut..], .. damaged[..cut]];
            default:
                for (int i = random.Next(1, 6); i > 0; i--)
                    damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                return damaged;
        }
    }

    private static byte[] Flip(byte[] bytes, int bit)
    {
        byte[] flipped = [.. bytes];
        flipped[bit / 8] ^= (byte)(1 << (bit % 8));
        return flipped;
    }
}
