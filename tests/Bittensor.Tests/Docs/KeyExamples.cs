using Bittensor.Crypto;
using Bittensor.Tests.Wallets;
using Bittensor.Wallets;

namespace Bittensor.Tests.Docs;

/// <summary>The examples of docs/sdk.md on keys and wallets.</summary>
[Trait("Area", "docs")]
public sealed class KeyExamples
{
    [Fact]
    public void Signing_and_verifying()
    {
        #region keys
        using Keypair alice = Keypair.FromUri("//Alice"); // also: Generate, FromMnemonic, FromSeed, FromSecretKey
        Console.WriteLine(alice.Address); // 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY

        byte[] signature = alice.Sign("I own this hotkey"u8);

        AccountId signer = AccountId.Parse("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
        bool genuine = Keypair.Verify(signer, "I own this hotkey"u8, signature);
        #endregion

        genuine.ShouldBeTrue();
        signer.ShouldBe(alice.AccountId);
        Keypair.Verify(signer, "I own that hotkey"u8, signature).ShouldBeFalse();
    }

    [Fact]
    public void Wallets()
    {
        using var folder = new TemporaryFolder();
        string root = folder.Path;

        #region wallets
        // null for the usual folder, ~/.bittensor/wallets. The sentences restore the keys: show them once, keep them nowhere.
        NewWallet created = Wallet.Create(root, name: "alice", hotkeyName: "miner", coldkeyPassword: "correct horse battery");
        string toWriteDown = created.ColdkeyMnemonic.Sentence;

        Wallet wallet = Wallet.Open(root, name: "alice", hotkeyName: "miner");
        AccountId owner = wallet.ColdkeyPublic; // no password needed
        using Keypair hotkey = wallet.GetHotkey();

        try
        {
            using Keypair coldkey = wallet.GetColdkey("a wrong guess");
        }
        catch (WrongPasswordException refusal)
        {
            Console.WriteLine(refusal.Message);
        }
        #endregion

        using Keypair restored = Keypair.FromMnemonic(toWriteDown);
        owner.ShouldBe(restored.AccountId);
        hotkey.AccountId.ShouldBe(wallet.HotkeyPublic);
        Should.Throw<WrongPasswordException>(() => wallet.GetColdkey("a wrong guess"));
    }
}
