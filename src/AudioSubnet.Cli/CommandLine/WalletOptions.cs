using System.CommandLine;
using Bittensor.Wallets;

namespace AudioSubnet.Cli.CommandLine;

/// <summary>The three options that name a wallet, with the names that Bittensor's tools use.</summary>
internal sealed class WalletOptions
{
    public Option<string> Name { get; } = new("--wallet.name", "--name")
    {
        Description = "Name of the wallet (coldkey).",
        DefaultValueFactory = _ => Wallet.DefaultName,
    };

    public Option<string> Hotkey { get; } = new("--wallet.hotkey", "--hotkey")
    {
        Description = "Name of the hotkey.",
        DefaultValueFactory = _ => Wallet.DefaultName,
    };

    public Option<string?> Path { get; } = PathOption();

    /// <summary>The option for the folder of all wallets alone.</summary>
    public static Option<string?> PathOption() => new("--wallet.path", "--path") { Description = $"Folder of the wallets (default {Wallet.DefaultRoot})." };

    /// <summary>Adds all three to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(Name);
        command.Add(Hotkey);
        command.Add(Path);
    }

    /// <summary>The wallet that was named; its files need not exist.</summary>
    public Wallet Get(ParseResult result) => new(result.GetValue(Path), result.GetRequiredValue(Name), result.GetRequiredValue(Hotkey));
}
