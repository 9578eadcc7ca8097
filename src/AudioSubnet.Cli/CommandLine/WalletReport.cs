using System.Text.Json.Serialization;
using Bittensor.Wallets;

namespace AudioSubnet.Cli.CommandLine;

/// <summary>Shows wallets by their public parts.</summary>
internal static class WalletReport
{
    public static void WriteList(IReadOnlyList<WalletSummary> wallets, string root, bool json)
    {
        if (json)
        {
            WalletLine[] lines =
            [
                .. wallets.Select(wallet => new WalletLine(
                    wallet.Name,
                    wallet.Coldkey?.ToString(),
                    [.. wallet.Hotkeys.Select(hotkey => new HotkeyLine(hotkey.Name, hotkey.Account?.ToString(), hotkey.Problem))],
                    wallet.Problem)),
            ];
            Console.WriteLine(JsonText.Of(lines, WalletJsonContext.Default.WalletLineArray));
            return;
        }

        if (wallets.Count == 0)
            Console.WriteLine($"No wallets in {root}. Make one with: audiosubnet wallet new");
        foreach (WalletSummary wallet in wallets)
        {
            Console.WriteLine($"{wallet.Name}  {wallet.Coldkey?.ToString() ?? wallet.Problem ?? "(no coldkey)"}{(wallet.HasColdkeySecret ? "" : "  (public part only)")}");
            foreach (HotkeySummary hotkey in wallet.Hotkeys)
                Console.WriteLine($"  {hotkey.Name}  {hotkey.Account?.ToString() ?? hotkey.Problem}");
        }
    }

    public static void WriteOne(Wallet wallet, bool json)
    {
        var line = new WalletLine(
            wallet.Name,
            wallet.ColdkeyPublic.ToString(),
            [new HotkeyLine(wallet.HotkeyName, wallet.HotkeyPublic.ToString(), null)],
            null);
        if (json)
        {
            Console.WriteLine(JsonText.Of(line, WalletJsonContext.Default.WalletLine));
            return;
        }

        Console.WriteLine($"wallet   {wallet.Folder}");
        Console.WriteLine($"coldkey  {line.Coldkey}");
        Console.WriteLine($"hotkey   {line.Hotkeys[0].Address}  ({wallet.HotkeyName})");
    }
}

internal sealed record WalletLine(string Name, string? Coldkey, IReadOnlyList<HotkeyLine> Hotkeys, string? Problem);

internal sealed record HotkeyLine(string Name, string? Address, string? Problem);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(WalletLine))]
[JsonSerializable(typeof(WalletLine[]))]
internal sealed partial class WalletJsonContext : JsonSerializerContext;
