using System.CommandLine;
using System.Text.Json.Serialization;
using Bittensor.Chain.Rpc;
using Bittensor.Crypto;

namespace AudioSubnet.Cli.CommandLine;

/// <summary>What all commands that change the chain have in common: they ask first, wait for the block, and tell what came of it.</summary>
internal sealed class CallOptions
{
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Do it without asking." };
    private readonly Option<bool> _waitFinalized = new("--wait-finalized") { Description = "Wait until the block is final, so that it cannot be replaced any more." };
    private readonly Option<bool> _json = CommonOptions.Json();

    public void AddTo(Command command)
    {
        command.Add(_yes);
        command.Add(_waitFinalized);
        command.Add(_json);
    }

    /// <summary>Asks, unless <c>--yes</c> was given. To be called before a key is opened.</summary>
    /// <exception cref="UserException">The answer is not yes, or nobody is there to give it.</exception>
    public void Confirm(ParseResult result, string question)
    {
        if (!result.GetValue(_yes))
            Confirmation.Require(question);
    }

    /// <summary>Signs and sends the call, and waits for its block.</summary>
    public async Task<ExtrinsicReceipt> SendAsync(
        ParseResult result, SubtensorClient chain, ChainCall call, Keypair signer, CancellationToken cancellationToken)
    {
        ExtrinsicReceipt receipt = await chain.SubmitAsync(call, signer, cancellationToken);
        if (result.GetValue(_waitFinalized))
            await Finality.WaitAsync(chain, receipt, cancellationToken);
        return receipt;
    }

    /// <summary>Tells what came of it.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="message">In one line, for people.</param>
    /// <param name="receipt">The block that holds the call; null if nothing had to be sent.</param>
    /// <param name="netuid">The subnet that it was about, or that came of it.</param>
    /// <param name="uid">The uid that came of it.</param>
    public void Report(ParseResult result, string message, ExtrinsicReceipt? receipt, ushort? netuid = null, ushort? uid = null)
    {
        if (result.GetValue(_json))
        {
            var line = new CallLine(
                message, netuid, uid, receipt?.Hash, receipt?.BlockNumber, receipt?.BlockHash, receipt is null ? null : result.GetValue(_waitFinalized));
            Console.WriteLine(JsonText.Of(line, CallJsonContext.Default.CallLine));
            return;
        }

        Console.WriteLine(receipt is null ? message : $"{message} (block {receipt.BlockNumber}{(result.GetValue(_waitFinalized) ? ", final" : "")})");
    }
}

/// <summary>What came of a call; <c>finalized</c> is true when its block was waited for to be final.</summary>
internal sealed record CallLine(string Message, ushort? Netuid, ushort? Uid, string? Extrinsic, ulong? Block, string? BlockHash, bool? Finalized);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CallLine))]
internal sealed partial class CallJsonContext : JsonSerializerContext;
