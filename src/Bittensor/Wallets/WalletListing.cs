using Bittensor.Crypto;

namespace Bittensor.Wallets;

/// <summary>Lists wallets and hotkeys by their public parts. A broken file is part of the listing, not the end of it.</summary>
internal static class WalletListing
{
    /// <summary>The names of the wallets in a folder; none if there is no such folder.</summary>
    public static IEnumerable<string> Names(string root) => Directory.Exists(root) ? Usable(Directory.EnumerateDirectories(root)) : [];

    /// <summary>What can be told of a wallet without a password.</summary>
    public static WalletSummary Summarise(Wallet wallet)
    {
        (AccountId? coldkey, string? problem) = TryPublicPart(wallet.ColdkeyPublicFile, wallet.ColdkeyFile);
        string folder = Path.Combine(wallet.Folder, "hotkeys");
        IEnumerable<string> names = Directory.Exists(folder) ? Usable(Directory.EnumerateFiles(folder)) : [];
        HotkeySummary[] hotkeys = [.. names.Select(name => SummariseHotkey(folder, name))];
        return new WalletSummary(wallet.Name, coldkey, wallet.ColdkeyFile.Exists, hotkeys, problem);
    }

    private static HotkeySummary SummariseHotkey(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        (AccountId? account, string? problem) = TryPublicPart(new Keyfile(path + WalletName.PublicSuffix), new Keyfile(path));
        return new HotkeySummary(name, account, problem);
    }

    private static (AccountId? Account, string? Problem) TryPublicPart(Keyfile publicFile, Keyfile privateFile)
    {
        Keyfile file = publicFile.Exists ? publicFile : privateFile;
        try
        {
            // A listing never asks for a password, and never spends the seconds that opening an encrypted file takes.
            if (file.ReadFormat() != KeyfileFormat.Plain)
                return (null, $"{file.Path}: encrypted, and there is no public part beside it.");
            using KeyMaterial material = file.Read();
            return (material.AccountId, null);
        }
        catch (KeyfileException e)
        {
            return (null, e.Message);
        }
    }

    private static IEnumerable<string> Usable(IEnumerable<string> paths) =>
        paths.Select(Path.GetFileName).OfType<string>().Where(WalletName.IsUsable).Order(StringComparer.Ordinal);
}
