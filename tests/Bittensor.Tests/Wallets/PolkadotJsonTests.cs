using Bittensor.Crypto;
using Bittensor.Wallets;

namespace Bittensor.Tests.Wallets;

public sealed class PolkadotJsonTests : IDisposable
{
    private const string Password = "correct horse 7!";

    // Exported by @polkadot/keyring 14 from the development key //Alice.
    private const string Alice = """
        {"encoded":"ikiA1HnJ6dmnS4+RfQNYhiol7KIip7DjAICkMNRB2J8AAAIAAQAAAAgAAABKbjStgs5aLStY44UKy1xO6kXwjuFZYGb+5BEGEUlRqpHiY8D6THYqjgam9A2Ege+raxw+HcdZ+q7VsWQUI9ksLYkDwHa2dC4kF+MQ3eRuxm83b6nOcoDxXduRFPgm0tgPR0tGYgB6XWrlkJK+o/H47v11TKaCHCA4hDQFDMNFZAvQ6+hUpA2NnddL38b3u3uTZDgZDtPDoNNEnmhs","encoding":{"content":["pkcs8","sr25519"],"type":["scrypt","xsalsa20-poly1305"],"version":"3"},"address":"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY","meta":{"name":"alice"}}
        """;

    private const string Unprotected = """
        {"encoded":"MFMCAQEwBQYDK2VwBCIEIJgxnU/4qVCMS7DPC1p412CgsggsAndeboI3CBb+3/9IkloiXZeqAGgtalm5Wxh4DBDXAyM26I80QrQjYfSmYBGhIwMhANQ1k8cV/dMcYRQavQSpn9aCLIVYhUzN45pWhOelbaJ9","encoding":{"content":["pkcs8","sr25519"],"type":["none"],"version":"3"},"address":"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY","meta":{"name":"alice"}}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_account_of_a_browser_wallet_becomes_a_hotkey()
    {
        using KeyMaterial material = PolkadotJson.Read(_folder.Write("alice.json", Alice), Password);
        var wallet = new Wallet(_folder.Path, "imported");
        wallet.WriteHotkey(material);
        using Keypair hotkey = wallet.GetHotkey();
        using Keypair alice = Keypair.FromUri("//Alice");
        hotkey.AccountId.ShouldBe(alice.AccountId);
        hotkey.ExportSecretKey().ShouldBe(alice.ExportSecretKey());
    }

    [Fact]
    public void A_wrong_password_is_told_from_damage()
    {
        string path = _folder.Write("alice.json", Alice);
        Should.Throw<WrongPasswordException>(() => PolkadotJson.Read(path, "wrong")).Path.ShouldBe(path);
    }

    [Theory]
    [InlineData("sr25519", "ed25519", "only version 3 files of sr25519")]
    [InlineData("\"version\":\"3\"", "\"version\":\"2\"", "only version 3")]
    [InlineData("\"version\":\"3\"", "\"version\":3", "not an account")]
    [InlineData("encoded", "decoded", "not an account")]
    [InlineData("ikiA1HnJ", "ikiA", "wrong length")]
    [InlineData("ikiA1H", "!!!!!!", "no base64")]
    [InlineData("J8AAAIAAQ", "J8AAAIBAQ", "implausible scrypt costs")]
    [InlineData("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty", "calls itself")]
    public void Other_files_are_refused_with_the_reason(string find, string replace, string reason)
    {
        string path = _folder.Write("other.json", Alice.Replace(find, replace, StringComparison.Ordinal));
        Should.Throw<KeyfileException>(() => PolkadotJson.Read(path, Password)).Message.ShouldContain(reason);
    }

    [Fact]
    public void An_unprotected_export_is_refused_with_what_to_do() =>
        Should.Throw<KeyfileException>(() => PolkadotJson.Read(_folder.Write("plain.json", Unprotected), Password))
            .Message.ShouldContain("export it with a password");
}
