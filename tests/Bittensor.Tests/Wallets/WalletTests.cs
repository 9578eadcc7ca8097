using Bittensor.Crypto;
using Bittensor.Wallets;

namespace Bittensor.Tests.Wallets;

public sealed class WalletTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_wallet_has_the_layout_of_the_Bittensor_tools_and_reads_back()
    {
        NewWallet created = Wallet.Create(_folder.Path, "alpha", "miner1", words: 24);

        IEnumerable<string> files = Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_folder.Path, file)).Order(StringComparer.Ordinal);
        files.ShouldBe(["alpha/coldkey", "alpha/coldkeypub.txt", "alpha/hotkeys/miner1", "alpha/hotkeys/miner1pub.txt"]);
        created.ColdkeyMnemonic.WordCount.ShouldBe(24);

        Wallet wallet = Wallet.Open(_folder.Path, "alpha", "miner1");
        using Keypair coldkey = wallet.GetColdkey();
        using Keypair hotkey = wallet.GetHotkey();
        coldkey.AccountId.ShouldBe(wallet.ColdkeyPublic);
        hotkey.AccountId.ShouldBe(wallet.HotkeyPublic);
        hotkey.AccountId.ShouldNotBe(coldkey.AccountId);
        Keypair.FromMnemonic(created.ColdkeyMnemonic).AccountId.ShouldBe(coldkey.AccountId);
        Keypair.FromMnemonic(created.HotkeyMnemonic).AccountId.ShouldBe(hotkey.AccountId);
        created.ToString().ShouldNotContain(created.HotkeyMnemonic.Sentence);
    }

    [Fact]
    public void Private_files_and_folders_are_the_owners_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        Wallet.Create(_folder.Path, "alpha");
        if (!OperatingSystem.IsWindows())
        {
            foreach (string file in Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories))
                File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
            foreach (string folder in Directory.EnumerateDirectories(_folder.Path, "*", SearchOption.AllDirectories))
                File.GetUnixFileMode(folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, folder);
        }
    }

    [Fact]
    public void An_encrypted_coldkey_opens_with_its_password_from_the_caller_or_the_environment()
    {
        const string password = "pässword ✓ 7";
        Wallet wallet = Wallet.Create(_folder.Path, "Enc-alpha", coldkeyPassword: password).Wallet;
        wallet.ColdkeyFile.ReadFormat().ShouldBe(KeyfileFormat.NaCl);
        wallet.ColdkeyPublic.ShouldBe(Wallet.List(_folder.Path).Single().Coldkey!.Value);
        Should.Throw<PasswordRequiredException>(() => wallet.GetColdkey()).Message.ShouldContain("BT_PW_");

        string variable = EnvironmentPassword.VariableOf(wallet.ColdkeyFile.Path);
        Environment.SetEnvironmentVariable(variable, EnvironmentPassword.Encode(password, variable));
        try
        {
            using Keypair coldkey = wallet.GetColdkey();
            coldkey.AccountId.ShouldBe(wallet.ColdkeyPublic);
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
    }

    [Fact]
    public void Existing_keys_are_overwritten_only_when_asked()
    {
        Wallet first = Wallet.Create(_folder.Path, "alpha").Wallet;
        AccountId coldkey = first.ColdkeyPublic;
        Should.Throw<KeyfileException>(() => Wallet.Create(_folder.Path, "alpha")).Message.ShouldContain("there is a key already");
        Should.Throw<KeyfileException>(() => Wallet.Create(_folder.Path, "alpha", "second"));
        Directory.EnumerateFiles(Path.Combine(first.Folder, "hotkeys")).Count().ShouldBe(2);
        first.ColdkeyPublic.ShouldBe(coldkey);

        Wallet.Create(_folder.Path, "alpha", overwrite: true);
        first.ColdkeyPublic.ShouldNotBe(coldkey);
        Directory.EnumerateFiles(_folder.Path, "*.tmp", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public void A_second_hotkey_joins_the_wallet_and_the_listing()
    {
        Wallet.Create(_folder.Path, "alpha", "one");
        var wallet = new Wallet(_folder.Path, "alpha", "two");
        using var key = KeyMaterial.FromUri("//Bob");
        wallet.WriteHotkey(key);
        Wallet.Create(_folder.Path, "beta", "main");

        IReadOnlyList<WalletSummary> wallets = Wallet.List(_folder.Path);
        wallets.Select(w => w.Name).ShouldBe(["alpha", "beta"]);
        wallets[0].Hotkeys.Select(h => h.Name).ShouldBe(["one", "two"]);
        wallets[0].Hotkeys[1].Account.ShouldBe(key.AccountId);
        wallets.ShouldAllBe(w => w.Coldkey != null && w.HasColdkeySecret && w.Problem == null);
    }

    [Fact]
    public void A_broken_wallet_is_listed_with_its_problem_and_hides_no_other()
    {
        Wallet.Create(_folder.Path, "good");
        Directory.CreateDirectory(_folder.File("bad/hotkeys"));
        _folder.Write("bad/coldkeypub.txt", "garbage");
        _folder.Write("bad/hotkeys/h", "{\"secretSeed\": 5}");
        Directory.CreateDirectory(_folder.File("empty"));
        Directory.CreateDirectory(_folder.File(" not a wallet's name"));
        Directory.CreateDirectory(_folder.File(".hidden"));
        _folder.Write("stray-file", "x");

        IReadOnlyList<WalletSummary> wallets = Wallet.List(_folder.Path);
        wallets.Select(w => w.Name).ShouldBe(["bad", "empty", "good"]);
        wallets[0].Problem!.ShouldContain("coldkeypub.txt");
        wallets[0].Hotkeys.Single().Problem!.ShouldContain("secretSeed");
        wallets[1].Coldkey.ShouldBeNull();
        wallets[2].Problem.ShouldBeNull();
        Wallet.List(_folder.File("nowhere")).ShouldBeEmpty();
    }

    [Fact]
    public void Opening_what_is_not_there_names_what_is()
    {
        Wallet.Create(_folder.Path, "alpha");
        Should.Throw<KeyfileException>(() => Wallet.Open(_folder.Path, "alhpa")).Message.ShouldContain("there are: alpha");
        Should.Throw<KeyfileException>(() => Wallet.Open(_folder.Path, "alpha", "other").GetHotkey()).Message.ShouldContain("wallet new");
    }

    [Fact]
    public void A_public_part_alone_makes_a_wallet_that_cannot_sign()
    {
        var wallet = new Wallet(_folder.Path, "watch");
        using Keypair alice = Keypair.FromUri("//Alice");
        wallet.WriteColdkey(KeyMaterial.FromPublicKey(alice.AccountId), password: null);
        wallet.ColdkeyPublic.ShouldBe(alice.AccountId);
        wallet.ColdkeyFile.Exists.ShouldBeFalse();
        Should.Throw<KeyfileException>(() => wallet.GetColdkey());

        _folder.Write("watch/coldkey", File.ReadAllText(_folder.File("watch/coldkeypub.txt")));
        Should.Throw<KeyfileException>(() => wallet.GetColdkey()).Message.ShouldContain("only the public part");
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("../evil")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("C:evil")]
    [InlineData("nul\0byte")]
    [InlineData("line\nbreak")]
    [InlineData(" space")]
    [InlineData("minerpub.txt")]
    public void Names_that_are_no_plain_file_names_are_refused(string name)
    {
        Should.Throw<ArgumentException>(() => new Wallet(_folder.Path, name)).ParamName.ShouldBe("name");
        Should.Throw<ArgumentException>(() => Wallet.Create(_folder.Path, "ok", name)).ParamName.ShouldBe("hotkeyName");
        Directory.EnumerateFileSystemEntries(_folder.Path).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("12345", "6 characters")]
    [InlineData("aaaaaaaa", "different")]
    [InlineData("correct horse", null)]
    public void Weak_passwords_are_told_from_usable_ones(string password, string? problem)
    {
        if (problem is null)
            PasswordRules.Problem(password).ShouldBeNull();
        else
            PasswordRules.Problem(password)!.ShouldContain(problem);
    }
}
