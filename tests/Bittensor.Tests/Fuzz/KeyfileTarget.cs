using System.Text;
using AudioSubnet.TestData;
using Bittensor.Crypto;
using Bittensor.Wallets;

namespace Bittensor.Tests.Fuzz;

/// <summary>Reads the plain content of keyfiles.</summary>
internal sealed class KeyfileTarget : IFuzzTarget
{
    public KeyfileTarget()
    {
        using Keypair alice = Keypair.FromUri("//Alice");
        string publicKey = Convert.ToHexStringLower(alice.AccountId.Bytes);
        Seeds =
        [
            Encoding.UTF8.GetBytes($$"""
                {"accountId":"0x{{publicKey}}","publicKey":"0x{{publicKey}}",
                "secretSeed":"0xe5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a","ss58Address":"{{alice.Address}}"}
                """),
            Encoding.UTF8.GetBytes($$"""{"ss58Address": "{{alice.Address}}", "publicKey": "0x{{publicKey}}"}"""),
            Encoding.UTF8.GetBytes($$"""{"privateKey":"0x{{Convert.ToHexStringLower(alice.ExportSecretKey())}}"}"""),
            Encoding.UTF8.GetBytes("0x" + publicKey),
        ];
    }

    public string Name => "keyfile";

    public IReadOnlyList<byte[]> Seeds { get; }

    public void Fuzz(ReadOnlySpan<byte> input)
    {
        try
        {
            using KeyMaterial material = KeyfileJson.Parse(input.ToArray());
        }
        catch (FormatException)
        {
            // What a broken keyfile is.
        }
    }
}
