using System.Text.Json;
using Bittensor.Crypto;

namespace Bittensor.Tests.Crypto;

public class KeypairTests
{
    private const string DevelopmentPhrase = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";

    [Fact]
    [Trait("Area", "vectors")]
    public void Mnemonics_give_the_published_keys()
    {
        int count = 0;
        foreach (JsonElement vector in CryptoVectors.Read("keys.json", "mnemonics"))
        {
            var mnemonic = new Mnemonic(vector.Text("mnemonic"));
            mnemonic.ToEntropy().ShouldBe(vector.Bytes("entropy"));
            Mnemonic.FromEntropy(mnemonic.ToEntropy()).Sentence.ShouldBe(vector.Text("mnemonic"));
            mnemonic.ToMiniSecret(vector.Text("password")).ShouldBe(vector.Bytes("miniSecret"));

            JsonElement expected = vector.GetProperty("sr25519");
            using Keypair pair = Keypair.FromMnemonic(vector.Text("mnemonic"), vector.Text("password"));
            pair.AccountId.Bytes.ToArray().ShouldBe(expected.Bytes("publicKey"));
            pair.Address.ShouldBe(expected.Text("ss58_42"));
            pair.ExportSecretKey(SecretKeyForm.Ed25519).ShouldBe(expected.Bytes("secretKey64"));
            using Keypair fromSeed = Keypair.FromSeed(vector.Bytes("miniSecret"));
            fromSeed.AccountId.ShouldBe(pair.AccountId);
            using Keypair imported = Keypair.FromSecretKey(expected.Bytes("secretKey64"), SecretKeyForm.Ed25519);
            imported.AccountId.ShouldBe(pair.AccountId);
            count++;
        }

        count.ShouldBeGreaterThan(0);
    }

    [Fact]
    [Trait("Area", "vectors")]
    public void Secret_uris_give_the_published_keys()
    {
        int count = 0;
        foreach (JsonElement vector in CryptoVectors.Read("keys.json", "derivation").Where(v => v.Text("type") == "sr25519"))
        {
            using Keypair pair = Keypair.FromUri(vector.Text("uri"));
            Convert.ToHexStringLower(pair.AccountId.Bytes).ShouldBe(vector.Text("publicKey")[2..], vector.Text("uri"));
            pair.Address.ShouldBe(vector.Text("ss58"));
            count++;
        }

        count.ShouldBeGreaterThan(0);
    }

    [Fact]
    [Trait("Area", "vectors")]
    public void Verification_agrees_with_every_published_verdict()
    {
        int count = 0;
        foreach (JsonElement vector in CryptoVectors.Read("signatures.json", "vectors").Where(v => v.Text("scheme") == "sr25519"))
        {
            bool verdict = Keypair.Verify(new AccountId(vector.Bytes("publicKey")), vector.Bytes("message"), vector.Bytes("signature"));
            verdict.ShouldBe(vector.GetProperty("valid").GetBoolean(), vector.GetRawText());
            count++;
        }

        count.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_signature_holds_for_its_message_and_signer_alone()
    {
        using Keypair alice = Keypair.FromUri("//Alice");
        using Keypair bob = Keypair.FromUri("//Bob");
        for (int length = 0; length < 400; length += 13)
        {
            byte[] message = new byte[length];
            new Random(length).NextBytes(message);
            byte[] signature = alice.Sign(message);
            Keypair.Verify(alice.AccountId, message, signature).ShouldBeTrue();
            Keypair.Verify(bob.AccountId, message, signature).ShouldBeFalse();
            Keypair.Verify(alice.AccountId, [.. message, 0], signature).ShouldBeFalse();
        }
    }

    [Fact]
    public void One_pair_signs_from_many_threads_at_once()
    {
        using Keypair pair = Keypair.Generate();
        byte[][] signatures = new byte[200][];
        var threads = new ParallelOptions { MaxDegreeOfParallelism = 4 };
        Parallel.For(0, signatures.Length, threads, i => signatures[i] = pair.Sign(BitConverter.GetBytes(i)));
        for (int i = 0; i < signatures.Length; i++)
            Keypair.Verify(pair.AccountId, BitConverter.GetBytes(i), signatures[i]).ShouldBeTrue();
    }

    [Fact]
    public void Two_signatures_over_one_message_differ_and_both_hold()
    {
        using Keypair pair = Keypair.Generate();
        byte[] first = pair.Sign("message"u8);
        byte[] second = pair.Sign("message"u8);
        first.ShouldNotBe(second);
        Keypair.Verify(pair.AccountId, "message"u8, first).ShouldBeTrue();
        Keypair.Verify(pair.AccountId, "message"u8, second).ShouldBeTrue();
    }

    [Fact]
    public void A_wrapped_signature_passes_only_where_wrapping_is_allowed()
    {
        using Keypair pair = Keypair.FromUri("//Alice");
        byte[] wrapped = pair.Sign("<Bytes>hello</Bytes>"u8);
        Keypair.Verify(pair.AccountId, "hello"u8, wrapped).ShouldBeFalse();
        Keypair.VerifyBareOrWrapped(pair.AccountId, "hello"u8, wrapped).ShouldBeTrue();
        Keypair.VerifyBareOrWrapped(pair.AccountId, "hello"u8, pair.Sign("hello"u8)).ShouldBeTrue();
        Keypair.VerifyBareOrWrapped(pair.AccountId, "other"u8, wrapped).ShouldBeFalse();
    }

    [Fact]
    public void Nobody_can_sign_for_the_zero_key()
    {
        // Under the identity as public key, R = s·B satisfies the equation for every message.
        using Keypair anybody = Keypair.FromSecretKey([1, .. new byte[63]]);
        byte[] signature = [.. anybody.AccountId.Bytes, 1, .. new byte[30], 0x80];
        Keypair.Verify(default, "any message"u8, signature).ShouldBeFalse();
    }

    [Fact]
    public void Secret_keys_survive_export_and_import_in_both_forms()
    {
        using Keypair pair = Keypair.FromUri("//Alice/soft");
        foreach (SecretKeyForm form in Enum.GetValues<SecretKeyForm>())
        {
            using Keypair imported = Keypair.FromSecretKey(pair.ExportSecretKey(form), form);
            imported.AccountId.ShouldBe(pair.AccountId);
            Keypair.Verify(pair.AccountId, "x"u8, imported.Sign("x"u8)).ShouldBeTrue();
        }

        byte[] tooLarge = [.. Enumerable.Repeat((byte)0xff, 64)];
        Should.Throw<ArgumentException>(() => Keypair.FromSecretKey(tooLarge));
        Should.Throw<ArgumentException>(() => Keypair.FromSecretKey(new byte[64]));
        Should.Throw<ArgumentException>(() => Keypair.FromSecretKey(new byte[63]));
        Should.Throw<ArgumentException>(() => Keypair.FromSecretKey([1, .. new byte[63]], SecretKeyForm.Ed25519));
    }

    [Fact]
    public void An_empty_phrase_is_the_development_phrase()
    {
        using Keypair named = Keypair.FromUri(DevelopmentPhrase + "//Alice");
        named.Address.ShouldBe(Keypair.FromUri("//Alice").Address);
        using Keypair root = Keypair.FromUri("");
        root.Address.ShouldBe(Keypair.FromMnemonic(DevelopmentPhrase).Address);
    }

    [Theory]
    [InlineData("//")]
    [InlineData("//Alice//")]
    [InlineData("0x1234")]
    [InlineData("not a phrase//Alice")]
    public void Malformed_uris_are_refused_without_repeating_them(string uri) =>
        Should.Throw<FormatException>(() => Keypair.FromUri(uri)).Message.ShouldNotContain("1234");

    [Fact]
    public void A_disposed_pair_no_longer_signs_and_texts_never_show_a_secret()
    {
        Keypair pair = Keypair.Generate();
        pair.ToString().ShouldBe(pair.Address);
        pair.Dispose();
        pair.Dispose();
        Should.Throw<ObjectDisposedException>(() => pair.Sign("x"u8));
        Should.Throw<ObjectDisposedException>(() => pair.ExportSecretKey());
    }
}
