using Bittensor.Crypto;

namespace AudioSubnet.Cli.CommandLine;

/// <summary>An SS58 address on the command line.</summary>
internal static class AddressArgument
{
    /// <summary>The account.</summary>
    /// <exception cref="UserException">It is no SS58 address.</exception>
    public static AccountId Parse(string address) =>
        AccountId.TryParse(address, out AccountId account) ? account : throw new UserException($"'{address}' is not an SS58 address.");
}
