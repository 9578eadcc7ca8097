using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace AudioSubnet.Cli.Tests;

/// <summary>A chain on a port of its own, wallets in a folder of their own, and the real program for each part of the subnet.</summary>
internal sealed class ProcessNetwork : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<ProgramRun> _running = [];
    private readonly List<string> _funded = [];

    public string Endpoint => $"ws://127.0.0.1:{Port}";

    public int Port { get; } = FreePort();

    /// <summary>The options that name this chain and its subnet.</summary>
    public string[] Subnet => [.. Node, "--netuid", "1"];

    /// <summary>The option that names this chain.</summary>
    public string[] Node => ["--subtensor.network", Endpoint];

    public string File(string name) => _folder.File(name);

    /// <summary>The options that name a wallet.</summary>
    public string[] Wallet(string name) => ["--wallet.path", _folder.Path, "--wallet.name", name];

    /// <summary>A new wallet without a password; chains that are started afterwards fund its coldkey.</summary>
    /// <returns>The coldkey's address.</returns>
    public async Task<string> NewWalletAsync(string name)
    {
        await RunAsync(["wallet", "new", "--no-password", .. Wallet(name)]);
        using JsonDocument wallet = await JsonAsync(["wallet", "show", "--json", .. Wallet(name)]);
        string coldkey = wallet.RootElement.GetProperty("coldkey").GetString()!;
        _funded.Add(coldkey);
        return coldkey;
    }

    /// <summary>A chain with a block every quarter second; complete when it can be reached.</summary>
    public async Task<ProgramRun> StartChainAsync(params string[] options)
    {
        ProgramRun chain = Start(["chain", "--port", $"{Port}", "--block-time", "0.25", "--tempo", "10", .. _funded.SelectMany(address => new[] { "--fund", address }), .. options]);
        await chain.Printed("chain at ws://");
        return chain;
    }

    /// <summary>Registers the wallets 'miner' (uid 1) and 'validator' (uid 2), and stakes on the validator.</summary>
    public async Task JoinAsync()
    {
        await RunAsync(["register", "--yes", .. Wallet("miner"), .. Subnet]);
        await RunAsync(["register", "--yes", .. Wallet("validator"), .. Subnet]);
        await RunAsync(["stake", "add", "--yes", "--amount", "5000", .. Wallet("validator"), .. Subnet]);
    }

    /// <summary>A miner that has announced itself.</summary>
    public async Task<ProgramRun> StartMinerAsync(string wallet)
    {
        ProgramRun miner = Start(["miner", "--axon.ip", "127.0.0.1", "--axon.port", $"{FreePort()}", .. Wallet(wallet), .. Subnet]);
        await miner.Printed("Announced");
        return miner;
    }

    public ProgramRun StartValidator(string wallet) => Start(["validator", "--seed", "1", .. Wallet(wallet), .. Subnet]);

    /// <summary>Runs a command that must succeed.</summary>
    /// <returns>What it printed on standard output.</returns>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        var (code, output, errors) = await ProgramRun.ToEndAsync(null, null, arguments);
        code.ShouldBe(0, $"{string.Join(' ', arguments)}\n{errors}");
        return output;
    }

    /// <summary>Runs a command that must succeed and print JSON.</summary>
    public static async Task<JsonDocument> JsonAsync(params string[] arguments) => JsonDocument.Parse(await RunAsync(arguments));

    public void Dispose()
    {
        foreach (ProgramRun run in _running)
            run.Dispose();
        _folder.Dispose();
    }

    private ProgramRun Start(string[] arguments)
    {
        ProgramRun run = ProgramRun.Start(_folder.Path, null, arguments);
        _running.Add(run);
        return run;
    }

    /// <summary>Below the ports that outgoing connections get, so that nobody takes it while the chain is away.</summary>
    private static int FreePort()
    {
        while (true)
        {
            int port = Random.Shared.Next(20_000, 32_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }
    }
}
