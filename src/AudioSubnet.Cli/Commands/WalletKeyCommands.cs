using System.CommandLine;
using System.Text;
using AudioSubnet.Cli.CommandLine;
using Bittensor.Crypto;
using Bittensor.Wallets;

namespace AudioSubnet.Cli.Commands;

/// <summary>What is done with single keys: <c>wallet import|sign|verify|encrypt|decrypt</c>.</summary>
internal static class WalletKeyCommands
{
    public static Command CreateImport()
    {
        var file = new Argument<FileInfo>("file") { Description = "JSON that polkadot-js or a browser wallet exported." };
        Argument<string> role = RoleArgument();
        var wallet = new WalletOptions();
        Option<bool> noPassword = WalletCommand.NoPasswordOption();
        Option<bool> overwrite = WalletCommand.OverwriteOption();
        var command = new Command("import", "Store a key from a browser wallet's export. Its password is asked for first, the new one second.")
        {
            file, role, noPassword, overwrite,
        };
        wallet.AddTo(command);
        command.SetAction(result =>
        {
            Wallet named = wallet.Get(result);
            bool coldkey = result.GetRequiredValue(role) == "coldkey";
            if (!result.GetValue(overwrite))
                WalletCommand.RequireAbsent(coldkey ? named.ColdkeyFile : named.HotkeyFile);
            FileInfo source = result.GetRequiredValue(file);
            using KeyMaterial key = PolkadotJson.Read(source.FullName, SecretPrompt.Ask("Password of the export"));
            if (coldkey)
                named.WriteColdkey(key, result.GetValue(noPassword) ? null : SecretPrompt.AskNewPassword("Password for the coldkey"), result.GetValue(overwrite));
            else
                named.WriteHotkey(key, password: null, result.GetValue(overwrite));
            Console.WriteLine($"{(coldkey ? "coldkey" : "hotkey")}  {key.Address}  {(coldkey ? named.ColdkeyFile : named.HotkeyFile)}");
            return ExitCode.Success;
        });
        return command;
    }

    public static Command CreateSign()
    {
        Argument<string> role = RoleArgument();
        var message = new Argument<string>("message") { Description = "The text to sign; - reads it from standard input." };
        var wallet = new WalletOptions();
        var command = new Command("sign", "Sign a text with the coldkey or the hotkey; prints address and signature.") { role, message };
        wallet.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            Wallet named = wallet.Get(result);
            string text = await TextArgument.ReadAsync(result.GetRequiredValue(message), cancellationToken);
            using Keypair key = result.GetRequiredValue(role) == "coldkey" ? WalletKeys.Coldkey(named) : WalletKeys.Hotkey(named);
            Console.WriteLine($"address    {key.Address}");
            Console.WriteLine($"signature  0x{Convert.ToHexStringLower(key.Sign(Encoding.UTF8.GetBytes(text)))}");
            return ExitCode.Success;
        });
        return command;
    }

    public static Command CreateVerify()
    {
        var message = new Argument<string>("message") { Description = "The text that was signed; - reads it from standard input." };
        var address = new Option<string>("--address") { Description = "Who is said to have signed it.", Required = true };
        var signature = new Option<string>("--signature") { Description = "The signature: 0x and 128 hex digits.", Required = true };
        var command = new Command("verify", "Check a signature over a text; exit code 1 if it does not hold.") { message, address, signature };
        command.SetAction(async (result, cancellationToken) =>
        {
            AccountId signer = AddressArgument.Parse(result.GetRequiredValue(address));
            string text = await TextArgument.ReadAsync(result.GetRequiredValue(message), cancellationToken);
            bool holds = Keypair.VerifyBareOrWrapped(signer, Encoding.UTF8.GetBytes(text), ParseHex(result.GetRequiredValue(signature)));
            Console.WriteLine(holds ? $"valid: signed by {signer}" : $"NOT valid: this is no signature of {signer} over this text");
            return holds ? ExitCode.Success : ExitCode.Failure;
        });
        return command;
    }

    public static Command CreateEncrypt() => CreateProtection("encrypt", "Encrypt a key file with a new password.", _ => SecretPrompt.AskNewPassword("New password"));

    public static Command CreateDecrypt() => CreateProtection("decrypt", "Store a key file without encryption.", _ => null);

    private static Command CreateProtection(string name, string description, Func<ParseResult, string?> newPassword)
    {
        Argument<string> role = RoleArgument();
        var wallet = new WalletOptions();
        var command = new Command(name, description) { role };
        wallet.AddTo(command);
        command.SetAction(result =>
        {
            Wallet named = wallet.Get(result);
            Keyfile file = result.GetRequiredValue(role) == "coldkey" ? named.ColdkeyFile : named.HotkeyFile;
            using KeyMaterial key = WalletKeys.Open(file.Read, $"Password of {file}");
            file.Write(key, newPassword(result), overwrite: true);
            Console.WriteLine($"{file}: {(name == "encrypt" ? "encrypted" : "not encrypted any more")}");
            return ExitCode.Success;
        });
        return command;
    }

    private static byte[] ParseHex(string text)
    {
        try
        {
            return Convert.FromHexString(text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text);
        }
        catch (FormatException)
        {
            throw new UserException("--signature is not hexadecimal; it is 0x and 128 hex digits.");
        }
    }

    private static Argument<string> RoleArgument()
    {
        var role = new Argument<string>("key") { Description = "coldkey or hotkey." };
        role.AcceptOnlyFromAmong("coldkey", "hotkey");
        return role;
    }
}
