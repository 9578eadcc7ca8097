using System.CommandLine;
using AudioSubnet.Cli.CommandLine;
using Bittensor.Wallets;

namespace AudioSubnet.Cli.Commands;

/// <summary><c>audiosubnet wallet new|regen|import|list|show|sign|verify|encrypt|decrypt</c></summary>
internal static class WalletCommand
{
    public static Command Create() => new("wallet", "Make, restore, show and use keys.")
    {
        CreateNew(), CreateRegenerate(), CreateList(), CreateShow(),
        WalletKeyCommands.CreateImport(), WalletKeyCommands.CreateSign(), WalletKeyCommands.CreateVerify(),
        WalletKeyCommands.CreateEncrypt(), WalletKeyCommands.CreateDecrypt(),
    };

    private static Command CreateNew()
    {
        var wallet = new WalletOptions();
        var words = new Option<int>("--words") { Description = "Words of each mnemonic: 12, 15, 18, 21 or 24.", DefaultValueFactory = _ => 12 };
        words.AcceptOnlyFromAmong("12", "15", "18", "21", "24");
        Option<bool> noPassword = NoPasswordOption();
        Option<bool> overwrite = OverwriteOption();
        var command = new Command("new", "Make a coldkey and a hotkey.") { words, noPassword, overwrite };
        wallet.AddTo(command);
        command.SetAction(result =>
        {
            Wallet named = wallet.Get(result);
            if (!result.GetValue(overwrite))
                RequireAbsent(named.ColdkeyFile, named.HotkeyFile);
            string? password = result.GetValue(noPassword) ? null : SecretPrompt.AskNewPassword("Password for the coldkey");
            NewWallet made = Wallet.Create(named.Root, named.Name, named.HotkeyName, password, result.GetValue(words), result.GetValue(overwrite));
            Console.WriteLine($"wallet   {made.Wallet.Folder}");
            Console.WriteLine($"coldkey  {made.Wallet.ColdkeyPublic}{(password is null ? "  (not encrypted)" : "")}");
            Console.WriteLine($"hotkey   {made.Wallet.HotkeyPublic}  ({made.Wallet.HotkeyName})");
            Console.WriteLine();
            Console.WriteLine("Write these words down and keep them where nobody else sees them. They are shown once; whoever has them has the keys.");
            Console.WriteLine($"coldkey mnemonic: {made.ColdkeyMnemonic.Sentence}");
            Console.WriteLine($"hotkey mnemonic:  {made.HotkeyMnemonic.Sentence}");
            return ExitCode.Success;
        });
        return command;
    }

    private static Command CreateRegenerate()
    {
        var role = new Argument<string>("key") { Description = "Which key to restore: coldkey or hotkey." };
        role.AcceptOnlyFromAmong("coldkey", "hotkey");
        var wallet = new WalletOptions();
        Option<bool> noPassword = NoPasswordOption();
        Option<bool> overwrite = OverwriteOption();
        var command = new Command("regen", "Restore a key from its mnemonic, 0x-seed or secret URI, which is asked for (or read from standard input).")
        {
            role, noPassword, overwrite,
        };
        wallet.AddTo(command);
        command.SetAction(result =>
        {
            Wallet named = wallet.Get(result);
            bool coldkey = result.GetRequiredValue(role) == "coldkey";
            if (!result.GetValue(overwrite))
                RequireAbsent(coldkey ? named.ColdkeyFile : named.HotkeyFile);
            using KeyMaterial key = KeyMaterial.FromUri(SecretPrompt.Ask("Mnemonic, 0x-seed or secret URI"));
            if (coldkey)
            {
                string? password = result.GetValue(noPassword) ? null : SecretPrompt.AskNewPassword("Password for the coldkey");
                named.WriteColdkey(key, password, result.GetValue(overwrite));
            }
            else
            {
                named.WriteHotkey(key, password: null, result.GetValue(overwrite));
            }

            Console.WriteLine($"{(coldkey ? "coldkey" : "hotkey")}  {key.Address}  {(coldkey ? named.ColdkeyFile : named.HotkeyFile)}");
            return ExitCode.Success;
        });
        return command;
    }

    private static Command CreateList()
    {
        Option<string?> path = WalletOptions.PathOption();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("list", "List the wallets and their hotkeys.") { path, json };
        command.SetAction(result =>
        {
            WalletReport.WriteList(Wallet.List(result.GetValue(path)), result.GetValue(path) ?? Wallet.DefaultRoot, result.GetValue(json));
            return ExitCode.Success;
        });
        return command;
    }

    private static Command CreateShow()
    {
        var wallet = new WalletOptions();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("show", "Show the addresses of one wallet; never its secrets.") { json };
        wallet.AddTo(command);
        command.SetAction(result =>
        {
            Wallet named = Wallet.Open(result.GetValue(wallet.Path), result.GetRequiredValue(wallet.Name), result.GetRequiredValue(wallet.Hotkey));
            WalletReport.WriteOne(named, result.GetValue(json));
            return ExitCode.Success;
        });
        return command;
    }

    internal static void RequireAbsent(params Keyfile[] files)
    {
        if (files.FirstOrDefault(file => file.Exists) is { } existing)
            throw new UserException($"{existing.Path} exists already; choose another name, or give --overwrite to replace it for good.");
    }

    internal static Option<bool> NoPasswordOption() =>
        new("--no-password") { Description = "Do not encrypt the coldkey (for tests; anyone who reads the file has the key)." };

    internal static Option<bool> OverwriteOption() => new("--overwrite") { Description = "Replace existing key files. What they held is gone." };
}
