using Bittensor.Crypto;

namespace Bittensor.Wallets;

/// <summary>
/// A wallet folder as the Bittensor tools lay it out: <c>coldkey</c>, <c>coldkeypub.txt</c>, <c>hotkeys/&lt;name&gt;</c> and
/// <c>hotkeys/&lt;name&gt;pub.txt</c>. Holds paths, no secrets; keys are read when asked for.
/// </summary>
public sealed class Wallet
{
    /// <summary>The name of wallet and hotkey when none is given.</summary>
    public const string DefaultName = "default";

    /// <summary>Names a wallet, which need not exist yet.</summary>
    /// <param name="root">The folder of all wallets; <see cref="DefaultRoot"/> if null. A leading <c>~</c> is the home folder.</param>
    /// <param name="name">The wallet's name.</param>
    /// <param name="hotkeyName">The hotkey's name.</param>
    /// <exception cref="ArgumentException">A name that cannot be a file's.</exception>
    public Wallet(string? root = null, string name = DefaultName, string hotkeyName = DefaultName)
    {
        Name = WalletName.Check(name, nameof(name));
        HotkeyName = WalletName.Check(hotkeyName, nameof(hotkeyName));
        Root = Expand(string.IsNullOrEmpty(root) ? DefaultRoot : root);
        string hotkeys = Path.Combine(Folder, "hotkeys");
        ColdkeyFile = new Keyfile(Path.Combine(Folder, "coldkey"), name);
        HotkeyFile = new Keyfile(Path.Combine(hotkeys, hotkeyName));
        ColdkeyPublicFile = new Keyfile(Path.Combine(Folder, "coldkeypub.txt"));
        HotkeyPublicFile = new Keyfile(Path.Combine(hotkeys, hotkeyName + WalletName.PublicSuffix));
    }

    /// <summary>The folder of all wallets: <c>BT_WALLET_PATH</c> if set, otherwise <c>~/.bittensor/wallets</c>.</summary>
    public static string DefaultRoot =>
        Environment.GetEnvironmentVariable("BT_WALLET_PATH") is { Length: > 0 } path ? path : Path.Combine("~", ".bittensor", "wallets");

    /// <summary>The folder of all wallets.</summary>
    public string Root { get; }

    /// <summary>The wallet's name.</summary>
    public string Name { get; }

    /// <summary>The hotkey's name.</summary>
    public string HotkeyName { get; }

    /// <summary>This wallet's folder.</summary>
    public string Folder => Path.Combine(Root, Name);

    /// <summary>The private coldkey, usually encrypted.</summary>
    public Keyfile ColdkeyFile { get; }

    /// <summary>The coldkey's public part, <c>coldkeypub.txt</c>.</summary>
    public Keyfile ColdkeyPublicFile { get; }

    /// <summary>The private hotkey, usually plain.</summary>
    public Keyfile HotkeyFile { get; }

    /// <summary>The hotkey's public part, <c>&lt;name&gt;pub.txt</c>; older tools do not write it.</summary>
    public Keyfile HotkeyPublicFile { get; }

    /// <summary>The coldkey's account, from its public part; no password needed.</summary>
    /// <exception cref="KeyfileException">Neither <c>coldkeypub.txt</c> nor a plain <c>coldkey</c> can be read.</exception>
    public AccountId ColdkeyPublic => PublicPart(ColdkeyPublicFile, ColdkeyFile);

    /// <summary>The hotkey's account, from its public part or the plain hotkey.</summary>
    /// <exception cref="KeyfileException">Neither can be read.</exception>
    public AccountId HotkeyPublic => PublicPart(HotkeyPublicFile, HotkeyFile);

    /// <summary>Opens a wallet that exists.</summary>
    /// <exception cref="KeyfileException">There is no such wallet; the message names those that there are.</exception>
    /// <exception cref="ArgumentException">A name that cannot be a file's.</exception>
    public static Wallet Open(string? root = null, string name = DefaultName, string hotkeyName = DefaultName)
    {
        var wallet = new Wallet(root, name, hotkeyName);
        if (Directory.Exists(wallet.Folder))
            return wallet;
        string[] others = [.. WalletListing.Names(wallet.Root).Take(10)];
        string known = others.Length > 0 ? $"there are: {string.Join(", ", others)}" : "there is none at all";
        throw new KeyfileException(wallet.Folder, $"there is no such wallet ({known}); create it with `wallet new`.");
    }

    /// <summary>
    /// Creates a coldkey and a hotkey from new random sentences. The coldkey is encrypted if there is a password (takes seconds).
    /// </summary>
    /// <exception cref="KeyfileException">A key of that name exists and may not be overwritten, or the disk refuses. Nothing was
    /// overwritten then.</exception>
    /// <exception cref="ArgumentException">A name that cannot be a file's, or a number of words other than 12, 15, 18, 21, 24.</exception>
    public static NewWallet Create(
        string? root = null, string name = DefaultName, string hotkeyName = DefaultName, string? coldkeyPassword = null,
        int words = 12, bool overwrite = false)
    {
        var wallet = new Wallet(root, name, hotkeyName);
        if (!overwrite)
        {
            foreach (Keyfile file in (Keyfile[])[wallet.ColdkeyFile, wallet.ColdkeyPublicFile, wallet.HotkeyFile, wallet.HotkeyPublicFile])
                file.RequireAbsent();
        }

        var created = new NewWallet(wallet, Mnemonic.Generate(words), Mnemonic.Generate(words));
        using var coldkey = KeyMaterial.FromMnemonic(created.ColdkeyMnemonic);
        using var hotkey = KeyMaterial.FromMnemonic(created.HotkeyMnemonic);
        wallet.WriteColdkey(coldkey, coldkeyPassword, overwrite);
        wallet.WriteHotkey(hotkey, password: null, overwrite);
        return created;
    }

    /// <summary>The wallets of a folder, by name. Broken ones are listed with what is wrong; no password is needed.</summary>
    public static IReadOnlyList<WalletSummary> List(string? root = null)
    {
        root = Expand(string.IsNullOrEmpty(root) ? DefaultRoot : root);
        return [.. WalletListing.Names(root).Select(name => WalletListing.Summarise(new Wallet(root, name)))];
    }

    /// <summary>Reads the hotkey; dispose it when done.</summary>
    /// <exception cref="KeyfileException">Missing, damaged, or a public part only; more exactly <see cref="PasswordRequiredException"/>
    /// or <see cref="WrongPasswordException"/>.</exception>
    public Keypair GetHotkey(string? password = null) => ReadPair(HotkeyFile, password);

    /// <summary>
    /// Reads the coldkey with the given password or the environment's (takes seconds if encrypted); dispose it when done.
    /// </summary>
    /// <exception cref="KeyfileException">Missing, damaged, or a public part only; more exactly <see cref="PasswordRequiredException"/>
    /// or <see cref="WrongPasswordException"/>.</exception>
    public Keypair GetColdkey(string? password = null) => ReadPair(ColdkeyFile, password);

    /// <summary>Writes the coldkey and its public part; encrypted if there is a password.</summary>
    /// <exception cref="KeyfileException">One of the files exists and may not be overwritten, or cannot be written.</exception>
    public void WriteColdkey(KeyMaterial key, string? password, bool overwrite = false) =>
        WriteBoth(key, ColdkeyFile, ColdkeyPublicFile, password, overwrite);

    /// <summary>Writes the hotkey and its public part; encrypted if there is a password.</summary>
    /// <exception cref="KeyfileException">One of the files exists and may not be overwritten, or cannot be written.</exception>
    public void WriteHotkey(KeyMaterial key, string? password = null, bool overwrite = false) =>
        WriteBoth(key, HotkeyFile, HotkeyPublicFile, password, overwrite);

    /// <summary>Wallet and hotkey names.</summary>
    public override string ToString() => $"{Name}/{HotkeyName}";

    private static void WriteBoth(KeyMaterial key, Keyfile privateFile, Keyfile publicFile, string? password, bool overwrite)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (!overwrite)
        {
            privateFile.RequireAbsent();
            publicFile.RequireAbsent();
        }

        if (key.CanSign)
            privateFile.Write(key, password, overwrite);
        publicFile.Write(key.ToPublic(), password: null, overwrite);
    }

    private static Keypair ReadPair(Keyfile file, string? password)
    {
        using KeyMaterial material = file.Read(password);
        return material.CanSign
            ? material.ToKeypair()
            : throw new KeyfileException(file.Path, $"holds only the public part of {material.Address}; restore the secret with `wallet regen`.");
    }

    private static AccountId PublicPart(Keyfile publicFile, Keyfile privateFile)
    {
        Keyfile file = publicFile.Exists || !privateFile.Exists ? publicFile : privateFile;
        using KeyMaterial material = file.Read();
        return material.AccountId;
    }

    private static string Expand(string path) => path == "~" || path.StartsWith("~/", StringComparison.Ordinal)
        ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..]
        : path;
}
