using System.Security.Cryptography;
using System.Text.Json;
using Bittensor.Tests.Crypto;
using Bittensor.Wallets;

namespace Bittensor.Tests.Wallets;

/// <summary>The published keyfiles. One class, so that the 512 MiB of each decryption are needed one after the other.</summary>
[Trait("Area", "vectors")]
public class KeyfileVectorTests
{
    public static TheoryData<string, string> Files() => Select(_ => true);

    /// <summary>Without the Fernet file, whose ten million rounds one reading pays already.</summary>
    public static TheoryData<string, string> FilesWithWrongPasswords() =>
        Select(vector => Optional(vector, "wrongPassword") is not null && FormatOf(vector.Text("format")) != KeyfileFormat.Fernet);

    [Theory]
    [MemberData(nameof(Files))]
    public void Reads_or_refuses_every_published_keyfile(string file, string folder)
    {
        JsonElement vector = Vector(file, folder);
        string path = Path.Combine(folder, file);
        Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))).ShouldBe(vector.Text("sha256"));
        var keyfile = new Keyfile(path);
        string? password = Optional(vector, "password");

        JsonElement expected = vector.GetProperty("expect");
        if (expected.ValueKind == JsonValueKind.String)
        {
            Should.Throw<KeyfileException>(() => keyfile.Read(password)).Message.ShouldStartWith(path);
            return;
        }

        keyfile.ReadFormat().ShouldBe(FormatOf(vector.Text("format")));
        using KeyMaterial material = keyfile.Read(password);
        if (Optional(expected, "btwallet") is { } current)
        {
            material.Address.ShouldBe(current);
            material.Contradiction!.ShouldContain(expected.Text("sdk693"));
            return;
        }

        material.Contradiction.ShouldBeNull();
        material.Address.ShouldBe(expected.Text("ss58Address"));
        material.CanSign.ShouldBe(!expected.TryGetProperty("canSign", out JsonElement canSign) || canSign.GetBoolean());
        if (Optional(expected, "publicKey") is not null)
            material.AccountId.Bytes.ToArray().ShouldBe(expected.Bytes("publicKey"));
        if (Optional(expected, "miniSecret") is not null)
            material.Seed.ToArray().ShouldBe(expected.Bytes("miniSecret"));
        if (expected.TryGetProperty("mnemonic", out _))
            material.Mnemonic?.Sentence.ShouldBe(Optional(expected, "mnemonic"));
    }

    [Theory]
    [MemberData(nameof(FilesWithWrongPasswords))]
    public void Refuses_the_wrong_password_by_name(string file, string folder)
    {
        string wrong = Vector(file, folder).Text("wrongPassword");
        var keyfile = new Keyfile(Path.Combine(folder, file));
        var refusal = Should.Throw<WrongPasswordException>(() => keyfile.Read(wrong));
        refusal.Path.ShouldBe(keyfile.Path);
        refusal.Message.ShouldNotContain(wrong);
        Should.Throw<PasswordRequiredException>(() => keyfile.Read()).Path.ShouldBe(keyfile.Path);
    }

    [Fact]
    public void Password_variables_read_and_write_as_published()
    {
        int count = 0;
        foreach (JsonElement vector in CryptoVectors.Read("wallet/manifest.json", "passwordVariables"))
        {
            string variable = EnvironmentPassword.VariableOf(vector.Text("path"));
            variable.ShouldBe(vector.Text("variable"));
            EnvironmentPassword.Encode(vector.Text("password"), variable).ShouldBe(vector.Text("value"));
            EnvironmentPassword.Decode(vector.Text("value"), variable).ShouldBe(vector.Text("password"));
            count++;
        }

        count.ShouldBeGreaterThan(0);
    }

    private static TheoryData<string, string> Select(Func<JsonElement, bool> wanted)
    {
        var data = new TheoryData<string, string>();
        foreach (string manifest in CryptoVectors.Files("wallet/manifest.json"))
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(manifest));
            foreach (JsonElement vector in document.RootElement.GetProperty("files").EnumerateArray().Where(wanted))
                data.Add(vector.Text("file"), Path.GetDirectoryName(manifest)!);
        }

        return data;
    }

    private static JsonElement Vector(string file, string folder)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "manifest.json")));
        return document.RootElement.GetProperty("files").EnumerateArray().Single(vector => vector.Text("file") == file).Clone();
    }

    private static string? Optional(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private static KeyfileFormat FormatOf(string description) => description switch
    {
        "NaCl" => KeyfileFormat.NaCl,
        "legacy Fernet" => KeyfileFormat.Fernet,
        _ when description.StartsWith("Ansible", StringComparison.Ordinal) => KeyfileFormat.AnsibleVault,
        _ => KeyfileFormat.Plain,
    };
}
