using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace AudioSubnet.Cli.Tests;

/// <summary>A subnet of separate processes that know each other by the chain alone.</summary>
[Trait("Area", "cli")]
public sealed class SeparateProcessesTests
{
    [Fact]
    public async Task A_chain_a_miner_and_a_validator_in_processes_of_their_own_make_a_subnet()
    {
        using var folder = new TemporaryFolder();
        int port = FreePort();
        string[] node = ["--subtensor.network", $"ws://127.0.0.1:{port}"];
        string[] subnet = [.. node, "--netuid", "1"];
        string[] Wallet(string name) => ["--wallet.path", folder.Path, "--wallet.name", name];
        string miner = await NewWalletAsync(Wallet("miner")), validator = await NewWalletAsync(Wallet("validator"));
        using ProgramRun chain = ProgramRun.Start(
            folder.Path, null, "chain", "--port", $"{port}", "--block-time", "0.25", "--tempo", "10", "--fund", miner, "--fund", validator);
        await chain.Printed("chain at ws://");

        await RunAsync(["register", .. Wallet("miner"), .. subnet]);
        await RunAsync(["register", .. Wallet("validator"), .. subnet]);
        await RunAsync(["stake", "add", "--amount", "5000", .. Wallet("validator"), .. subnet]);
        using ProgramRun serving = ProgramRun.Start(
            folder.Path, null, ["miner", "--axon.ip", "127.0.0.1", "--axon.port", $"{FreePort()}", .. Wallet("miner"), .. subnet]);
        await serving.Printed("Announced");
        using ProgramRun validating = ProgramRun.Start(folder.Path, null, ["validator", "--seed", "1", .. Wallet("validator"), .. subnet]);
        await validating.Printed("read back from the chain: True");

        string text = await RunAsync(["metagraph", "--json", .. subnet]);
        using JsonDocument metagraph = JsonDocument.Parse(text);
        JsonElement[] neurons = [.. metagraph.RootElement.EnumerateArray()];
        neurons.Length.ShouldBe(3, "the owner, the miner and the validator");
        neurons[1].GetProperty("axon").GetString().ShouldStartWith("127.0.0.1:");
        (await RunAsync(["weights", "--uid", "2", .. subnet])).ShouldContain("65535");
        decimal balance = decimal.Parse((await RunAsync(["balance", .. Wallet("validator"), .. node])).Split('τ')[1], System.Globalization.CultureInfo.InvariantCulture);
        balance.ShouldBeInRange(994_000, 995_000);

        validating.Interrupt();
        serving.Interrupt();
        chain.Interrupt();
        (await validating.EndAsync()).ShouldBeOneOf(0, 130);
        (await serving.EndAsync()).ShouldBeOneOf(0, 130);
        (await chain.EndAsync()).ShouldBe(0);
        (validating.Errors + serving.Errors + chain.Errors).ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_call_that_the_chain_refuses_is_told_by_name()
    {
        using var folder = new TemporaryFolder();
        int port = FreePort();
        string[] wallet = ["--wallet.path", folder.Path, "--wallet.name", "poor"];
        await NewWalletAsync(wallet);
        using ProgramRun chain = ProgramRun.Start(folder.Path, null, "chain", "--port", $"{port}", "--block-time", "0.25");
        await chain.Printed("chain at ws://");

        var (code, _, errors) = await ProgramRun.ToEndAsync(
            null, null, ["register", .. wallet, "--netuid", "1", "--subtensor.chain_endpoint", $"ws://127.0.0.1:{port}"]);

        code.ShouldBe(1);
        errors.ShouldContain("error: the chain refused it");
        errors.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_chain_with_a_data_folder_goes_on_after_it_was_killed()
    {
        using var folder = new TemporaryFolder();
        int port = FreePort();
        string[] wallet = ["--wallet.path", folder.Path, "--wallet.name", "rich"];
        string[] subnet = ["--netuid", "1", "--subtensor.network", $"ws://127.0.0.1:{port}"];
        string[] node = ["chain", "--port", $"{port}", "--block-time", "0.25", "--data", folder.File("chain"), "--fund", await NewWalletAsync(wallet)];
        using (ProgramRun first = ProgramRun.Start(folder.Path, null, node))
        {
            await first.Printed("chain at ws://");
            await RunAsync(["register", .. wallet, .. subnet]);
        } // killed here

        using ProgramRun second = ProgramRun.Start(folder.Path, null, node);
        await second.Printed("going on from block");
        using JsonDocument metagraph = JsonDocument.Parse(await RunAsync(["metagraph", "--json", .. subnet]));
        metagraph.RootElement.GetArrayLength().ShouldBe(2, "the owner and the registered hotkey");
    }

    private static async Task<string> NewWalletAsync(string[] wallet)
    {
        string text = await RunAsync(["wallet", "new", "--no-password", .. wallet]);
        return text.Split('\n').Single(line => line.StartsWith("coldkey  ", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
    }

    private static async Task<string> RunAsync(string[] arguments)
    {
        var (code, output, errors) = await ProgramRun.ToEndAsync(null, null, arguments);
        code.ShouldBe(0, $"{string.Join(' ', arguments)}\n{errors}");
        return output;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
