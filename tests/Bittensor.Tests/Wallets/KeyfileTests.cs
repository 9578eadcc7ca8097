using System.Text;
using System.Text.Json;
using Bittensor.Crypto;
using Bittensor.Wallets;

namespace Bittensor.Tests.Wallets;

public sealed class KeyfileTests : IDisposable
{
    private const string Phrase = "arrange cloth thumb manual know divorce neutral actual donate maximum book globe";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_are_written_as_the_current_tools_write_them()
    {
        var keyfile = new Keyfile(_folder.File("key"));
        using var material = KeyMaterial.FromMnemonic(new Mnemonic(Phrase));
        keyfile.Write(material);

        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(keyfile.Path));
        Dictionary<string, string?> fields = json.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString());
        fields.Keys.Order(StringComparer.Ordinal).ShouldBe(["accountId", "privateKey", "publicKey", "secretPhrase", "secretSeed", "ss58Address"]);
        // The values of the published keyfile of the same sentence.
        fields["privateKey"].ShouldBe(
            "0x11e8ef15aa6c9f45c18e5509b2f7301df91d9b5ce1e0ac60021e7eca2092a80912d2e5e4ae976ae7a50946870f9fcecfd126538c9e88f614d50b787f5cc121b2");
        fields["secretSeed"].ShouldBe("0xfa3fc78a6b0d3af40b6fe47954d657c059e295639925ae5bf23f0d6a6ae08cd7");
        fields["secretPhrase"].ShouldBe(Phrase);
        fields["ss58Address"].ShouldBe("5Hh7X49BReA6NLJvNr1NuXPJi4bh1ytgPcEsA7GjR9tvfQTa");
        File.ReadAllText(keyfile.Path).ShouldNotContain("\n");
    }

    [Theory]
    [InlineData("//Alice", true)]
    [InlineData("//Alice/soft", false)]
    [InlineData(Phrase + "///password", true)]
    [InlineData(Phrase, true)]
    public void Keys_of_any_origin_survive_the_round_trip(string uri, bool seedKnown)
    {
        var keyfile = new Keyfile(_folder.File("key"));
        using var material = KeyMaterial.FromUri(uri);
        keyfile.Write(material);
        using KeyMaterial read = keyfile.Read();
        using Keypair expected = Keypair.FromUri(uri);
        using Keypair pair = read.ToKeypair();
        pair.AccountId.ShouldBe(expected.AccountId);
        read.Contradiction.ShouldBeNull();
        read.Seed.IsEmpty.ShouldBe(!seedKnown);
        (read.Mnemonic is not null).ShouldBe(uri == Phrase);
    }

    [Fact]
    public void A_seed_that_was_written_as_characters_is_understood()
    {
        // btwallet does this when the 32 bytes happen to be UTF-8; believed only because the public key fits.
        const string characters = "these thirty-two bytes are UTF-8";
        byte[] seed = Encoding.UTF8.GetBytes(characters);
        using Keypair pair = Keypair.FromSeed(seed);
        using KeyMaterial read = Read($$"""{"secretSeed":"0x{{characters}}","ss58Address":"{{pair.Address}}"}""");
        read.AccountId.ShouldBe(pair.AccountId);
        read.Seed.ToArray().ShouldBe(seed);
        Refusal($$"""{"secretSeed":"0x{{characters}}","ss58Address":"{{Keypair.FromUri("//Bob").Address}}"}""").ShouldContain("secretSeed");
    }

    [Fact]
    public void A_secret_that_is_not_the_files_own_account_is_told()
    {
        using Keypair bob = Keypair.FromUri("//Bob");
        using KeyMaterial read = Read($$"""{"secretPhrase":"{{Phrase}}","ss58Address":"{{bob.Address}}"}""");
        read.Address.ShouldBe("5Hh7X49BReA6NLJvNr1NuXPJi4bh1ytgPcEsA7GjR9tvfQTa");
        read.Contradiction!.ShouldContain(bob.Address);
    }

    [Theory]
    [InlineData("", "not the JSON")]
    [InlineData("[]", "not an object")]
    [InlineData("null", "not an object")]
    [InlineData("{\"secretPhrase\":null}", "holds no key")]
    [InlineData("{\"secretPhrase\":\"abandon secret words\"}", "12, 15, 18, 21 or 24")]
    [InlineData("{\"secretPhrase\":{\"a\":1}}", "neither text nor null")]
    [InlineData("{\"secretSeed\":\"0x1234\"}", "64 hex digits")]
    [InlineData("{\"privateKey\":\"0xff\"}", "128 hex digits")]
    [InlineData("{\"ss58Address\":\"5Grw\"}", "no SS58 address")]
    [InlineData("{\"publicKey\":\"0xzz\"}", "64 hex digits")]
    [InlineData("{\"secretSeed\":\"\\ud800\"}", "not Unicode")]
    [InlineData("{\"\\ud800\":\"x\"}", "not Unicode")]
    [InlineData("{\"secretSeed\":\"a\",\"secretSeed\":\"b\"}", "not the JSON")]
    [InlineData("{\"x\":[[[[[[[[[[]]]]]]]]]]}", "not the JSON")]
    [InlineData("0x12", "64 hex digits")]
    [InlineData("$NACL", "truncated")]
    [InlineData("$ANSIBLE_VAULT;9.9;AES256\n00", "another version")]
    [InlineData("$ANSIBLE_VAULT;1.1;AES256\n0g", "not hex")]
    [InlineData("$ANSIBLE_VAULT;1.1;AES256\n3030", "not all there")]
    [InlineData("gAAAAA", "truncated")]
    [InlineData("gAAAAA!!", "base64url")]
    public void Hostile_files_are_refused_with_the_reason(string content, string reason) =>
        Refusal(content, password: "password").ShouldContain(reason);

    [Fact]
    public void Refusals_never_repeat_what_may_be_a_secret()
    {
        string refusal = Refusal("{\"secretPhrase\":\"alpha bravo charlie\", \"secretSeed\":\"0xdeadbeef\" hunter2");
        refusal.ShouldNotContain("alpha");
        refusal.ShouldNotContain("deadbeef");
        refusal.ShouldNotContain("hunter2");
    }

    [Fact]
    public void Public_parts_that_contradict_each_other_are_refused()
    {
        using Keypair alice = Keypair.FromUri("//Alice");
        using Keypair bob = Keypair.FromUri("//Bob");
        string other = "0x" + Convert.ToHexString(bob.AccountId.Bytes);
        Refusal($$"""{"ss58Address":"{{alice.Address}}","publicKey":"{{other}}"}""").ShouldContain("different accounts");
    }

    [Fact]
    public void Huge_files_and_folders_are_refused_unread()
    {
        string path = _folder.File("huge");
        using (FileStream stream = File.Create(path))
            stream.SetLength(10L << 30);
        Should.Throw<KeyfileException>(() => new Keyfile(path).Read()).Message.ShouldContain("larger than 64 KiB");
        Should.Throw<KeyfileException>(() => new Keyfile(_folder.Path).Read()).Message.ShouldContain("cannot be read");
    }

    [Fact]
    public void Material_shows_its_address_alone()
    {
        using var material = KeyMaterial.FromMnemonic(new Mnemonic(Phrase));
        material.ToString().ShouldBe(material.Address);
        material.ToPublic().CanSign.ShouldBeFalse();
        Should.Throw<InvalidOperationException>(() => material.ToPublic().ToKeypair());
    }

    private KeyMaterial Read(string content) => new Keyfile(_folder.Write("key", content)).Read();

    private string Refusal(string content, string? password = null)
    {
        var keyfile = new Keyfile(_folder.Write("key", content));
        return Should.Throw<KeyfileException>(() => keyfile.Read(password)).Message;
    }
}
