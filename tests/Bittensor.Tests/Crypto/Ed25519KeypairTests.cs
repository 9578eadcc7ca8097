using System.Text.Json;
using Bittensor.Crypto;

namespace Bittensor.Tests.Crypto;

[Trait("Area", "vectors")]
public class Ed25519KeypairTests
{
    [Fact]
    public void Mnemonics_give_the_published_keys()
    {
        int count = 0;
        foreach (JsonElement vector in CryptoVectors.Read("keys.json", "mnemonics"))
        {
            using Ed25519Keypair pair = Ed25519Keypair.FromMnemonic(new Mnemonic(vector.Text("mnemonic")), vector.Text("password"));
            pair.AccountId.Bytes.ToArray().ShouldBe(vector.GetProperty("ed25519").Bytes("publicKey"));
            pair.Address.ShouldBe(vector.GetProperty("ed25519").Text("ss58_42"));
            using Ed25519Keypair fromSeed = Ed25519Keypair.FromSeed(vector.Bytes("miniSecret"));
            fromSeed.AccountId.ShouldBe(pair.AccountId);
            count++;
        }

        count.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Secret_uris_give_the_published_keys_and_soft_junctions_are_refused()
    {
        int derived = 0, refused = 0;
        foreach (JsonElement vector in CryptoVectors.Read("keys.json", "derivation").Where(v => v.Text("type") == "ed25519"))
        {
            string uri = vector.Text("uri");
            if (vector.TryGetProperty("error", out _))
            {
                Should.Throw<FormatException>(() => Ed25519Keypair.FromUri(uri)).Message.ShouldContain("soft");
                refused++;
                continue;
            }

            using Ed25519Keypair pair = Ed25519Keypair.FromUri(uri);
            Convert.ToHexStringLower(pair.AccountId.Bytes).ShouldBe(vector.Text("publicKey")[2..], uri);
            derived++;
        }

        derived.ShouldBeGreaterThan(0);
        refused.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Signatures_are_the_published_ones_and_every_verdict_agrees()
    {
        int signed = 0;
        foreach (JsonElement vector in CryptoVectors.Read("signatures.json", "vectors").Where(v => v.Text("scheme") == "ed25519"))
        {
            var signer = new AccountId(vector.Bytes("publicKey"));
            Ed25519Keypair.Verify(signer, vector.Bytes("message"), vector.Bytes("signature")).ShouldBe(vector.GetProperty("valid").GetBoolean());
            if (!vector.TryGetProperty("deterministic", out _))
                continue;
            using Ed25519Keypair pair = Ed25519Keypair.FromUri(vector.Text("signer"));
            pair.Sign(vector.Bytes("message")).ShouldBe(vector.Bytes("signature"));
            signed++;
        }

        signed.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Hostile_signatures_are_a_false_and_a_disposed_pair_no_longer_signs()
    {
        Ed25519Keypair pair = Ed25519Keypair.FromSeed(new byte[32]);
        byte[] signature = pair.Sign("x"u8);
        Ed25519Keypair.Verify(pair.AccountId, "x"u8, signature).ShouldBeTrue();
        Ed25519Keypair.Verify(pair.AccountId, "x"u8, signature.AsSpan(1)).ShouldBeFalse();
        Ed25519Keypair.Verify(default, "x"u8, signature).ShouldBeFalse();
        Ed25519Keypair.Verify(pair.AccountId, "x"u8, []).ShouldBeFalse();
        pair.Dispose();
        Should.Throw<ObjectDisposedException>(() => pair.Sign("x"u8));
        Should.Throw<ArgumentException>(() => Ed25519Keypair.FromSeed(new byte[31]));
    }
}
