using System.Text.Json;

namespace AudioSubnet.Cli.Tests;

[Trait("Area", "cli")]
public sealed class WalletCommandTests
{
    [Fact]
    public async Task A_wallet_is_made_listed_shown_and_restored_from_its_words()
    {
        using var folder = new TemporaryFolder();
        var made = await ProgramRun.ToEndAsync(folder.Path, null, "wallet", "new", "--wallet.path", folder.Path, "--wallet.name", "first", "--no-password");
        made.ExitCode.ShouldBe(0, made.Errors);
        string hotkeyWords = made.Output.Split('\n').Single(line => line.StartsWith("hotkey mnemonic:", StringComparison.Ordinal)).Split(':')[1].Trim();
        hotkeyWords.Split(' ').Length.ShouldBe(12);

        var listed = await ProgramRun.ToEndAsync(null, null, "wallet", "list", "--wallet.path", folder.Path, "--json");
        using JsonDocument list = JsonDocument.Parse(listed.Output);
        string address = list.RootElement[0].GetProperty("hotkeys")[0].GetProperty("address").GetString()!;

        var shown = await ProgramRun.ToEndAsync(null, null, "wallet", "show", "--wallet.path", folder.Path, "--wallet.name", "first");
        shown.Output.ShouldContain(address);
        shown.Output.ShouldNotContain(hotkeyWords);

        var restored = await ProgramRun.ToEndAsync(
            null, hotkeyWords + "\n", "wallet", "regen", "hotkey", "--wallet.path", folder.Path, "--wallet.name", "second");
        restored.ExitCode.ShouldBe(0, restored.Errors);
        restored.Output.ShouldContain(address);
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task Private_files_are_readable_by_their_owner_alone()
    {
        using var folder = new TemporaryFolder();
        await ProgramRun.ToEndAsync(null, null, "wallet", "new", "--wallet.path", folder.Path, "--no-password");

        foreach (string file in new[] { "default/coldkey", "default/hotkeys/default" })
            File.GetUnixFileMode(folder.File(file)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
    }

    [Fact]
    public async Task An_existing_wallet_is_not_overwritten()
    {
        using var folder = new TemporaryFolder();
        await ProgramRun.ToEndAsync(null, null, "wallet", "new", "--wallet.path", folder.Path, "--no-password");
        byte[] before = await File.ReadAllBytesAsync(folder.File("default/coldkey"), TestContext.Current.CancellationToken);

        var again = await ProgramRun.ToEndAsync(null, null, "wallet", "new", "--wallet.path", folder.Path, "--no-password");

        again.ExitCode.ShouldBe(1);
        again.Errors.ShouldContain("--overwrite");
        (await File.ReadAllBytesAsync(folder.File("default/coldkey"), TestContext.Current.CancellationToken)).ShouldBe(before);
    }

    [Theory]
    [InlineData("abandon abandon abandon\n", "words")]
    [InlineData("", "standard input")]
    public async Task Words_that_make_no_key_are_refused_and_not_repeated(string input, string said)
    {
        using var folder = new TemporaryFolder();
        var (code, output, errors) = await ProgramRun.ToEndAsync(null, input, "wallet", "regen", "hotkey", "--wallet.path", folder.Path);

        code.ShouldBe(1);
        errors.ShouldContain(said);
        (output + errors).ShouldNotContain("abandon");
        Directory.Exists(folder.File("default/hotkeys")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_weak_password_is_refused_before_anything_is_written()
    {
        using var folder = new TemporaryFolder();
        var (code, _, errors) = await ProgramRun.ToEndAsync(null, "abc\n", "wallet", "new", "--wallet.path", folder.Path);

        code.ShouldBe(1);
        errors.ShouldContain("at least 6 characters");
        Directory.EnumerateFileSystemEntries(folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_text_is_signed_and_its_signature_verified()
    {
        using var folder = new TemporaryFolder();
        string[] wallet = ["--wallet.path", folder.Path];
        await ProgramRun.ToEndAsync(null, null, ["wallet", "new", "--no-password", .. wallet]);
        var signed = await ProgramRun.ToEndAsync(null, null, ["wallet", "sign", "hotkey", "I run this miner", .. wallet]);
        string[] lines = signed.Output.Split('\n');
        string[] proof = ["--address", lines[0].Split(' ')[^1], "--signature", lines[1].Split(' ')[^1]];

        (await ProgramRun.ToEndAsync(null, null, ["wallet", "verify", "I run this miner", .. proof])).ExitCode.ShouldBe(0);
        (await ProgramRun.ToEndAsync(null, null, ["wallet", "verify", "I run that miner", .. proof])).ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task A_hotkey_is_encrypted_and_decrypted_again()
    {
        using var folder = new TemporaryFolder();
        string[] wallet = ["--wallet.path", folder.Path];
        await ProgramRun.ToEndAsync(null, null, ["wallet", "new", "--no-password", .. wallet]);
        byte[] plain = await File.ReadAllBytesAsync(folder.File("default/hotkeys/default"), TestContext.Current.CancellationToken);

        (await ProgramRun.ToEndAsync(null, "open sesame 42\n", ["wallet", "encrypt", "hotkey", .. wallet])).ExitCode.ShouldBe(0);
        (await File.ReadAllBytesAsync(folder.File("default/hotkeys/default"), TestContext.Current.CancellationToken))[..5].ShouldBe("$NACL"u8.ToArray());

        var wrong = await ProgramRun.ToEndAsync(null, "close sesame 42\n", ["wallet", "decrypt", "hotkey", .. wallet]);
        wrong.ExitCode.ShouldBe(1);
        wrong.Errors.ShouldContain("password", Case.Insensitive);

        (await ProgramRun.ToEndAsync(null, "open sesame 42\n", ["wallet", "decrypt", "hotkey", .. wallet])).ExitCode.ShouldBe(0);
        (await File.ReadAllBytesAsync(folder.File("default/hotkeys/default"), TestContext.Current.CancellationToken)).Length.ShouldBe(plain.Length);
    }
}
