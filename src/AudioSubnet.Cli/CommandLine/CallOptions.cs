using System.CommandLine;
using System.Text.Json.Serialization;
using Bittensor.Chain.Rpc;

namespace AudioSubnet.Cli.CommandLine;

/// <summary>
/// What all commands that change the chain have in common: a wallet, a chain and mostly a subnet; they ask first, can wait for finality, and tell what came of it.
/// </summary>
internal sealed class CallOptions
{
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Do it without asking." };
    private readonly Option<bool> _waitFinalized = new("--wait-finalized") { Description = "Wait until the block is final, so that it cannot be replaced any more." };
    private readonly Option<bool> _json = CommonOptions.Json();

    /// <summary>The wallet that signs.</summary>
    public WalletOptions Wallet { get; } = new();

    /// <summary>The chain that is changed.</summary>
    public NetworkOptions Network { get; } = new();

    /// <summary>Adds them all to a command; the subnet only if the command is about one.</summary>
    public void AddTo(Command command, bool withSubnet = true)
    {
        command.Add(_yes);
        command.Add(_waitFinalized);
        command.Add(_json);
        Network.AddTo(command, withSubnet);
        Wallet.AddTo(command);
    }

    /// <summary>Asks, unless <c>--yes</c> was given. To be called before a key is opened.</summary>
    /// <exception cref="UserException">The answer is not yes, or nobody is there to give it.</exception>
    public void Confirm(ParseResult result, string question)
    {
        if (!result.GetValue(_yes))
            Confirmation.Require(question);
    }

    /// <summary>A client of the network whose calls come back when <c>--wait-finalized</c> is met.</summary>
    /// <exception cref="UserException">No node answers.</exception>
    public Task<SubtensorClient> ConnectAsync(ParseResult result, CancellationToken cancellationToken) =>
        Network.ConnectAsync(result, cancellationToken, new SubtensorOptions { WaitFor = result.GetValue(_waitFinalized) ? WaitFor.Finality : WaitFor.Inclusion });

    /// <summary>Tells what came of it.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="message">In one line, for people.</param>
    /// <param name="receipt">The block that holds the call; null if it is not known, or nothing had to be sent.</param>
    /// <param name="netuid">The subnet that it was about, or that came of it.</param>
    /// <param name="uid">The uid that came of it.</param>
    public void Report(ParseResult result, string message, ExtrinsicReceipt? receipt, ushort? netuid = null, ushort? uid = null)
    {
        if (result.GetValue(_json))
        {
            var line = new CallLine(message, netuid, uid, receipt?.Hash, receipt?.BlockNumber, receipt?.BlockHash, result.GetValue(_waitFinalized));
            Console.WriteLine(JsonText.Of(line, CallJsonContext.Default.CallLine));
            return;
        }

        Console.WriteLine(receipt is null ? message : $"{message} (block {receipt.BlockNumber}{(result.GetValue(_waitFinalized) ? ", final" : "")})");
    }
}

/// <summary>What came of a call; <c>finalized</c> is true when that was waited for.</summary>
internal sealed record CallLine(string Message, ushort? Netuid, ushort? Uid, string? Extrinsic, ulong? Block, string? BlockHash, bool Finalized);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CallLine))]
internal sealed partial class CallJsonContext : JsonSerializerContext;
