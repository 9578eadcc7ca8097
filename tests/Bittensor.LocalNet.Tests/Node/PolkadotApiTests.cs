using System.Diagnostics;
using AudioSubnet.TestData;

namespace Bittensor.LocalNet.Tests.Node;

/// <summary>@polkadot/api, which nobody here wrote, against our node: see tests/interop/localnet.mjs for the steps.</summary>
[Trait("Area", "interop")]
public sealed class PolkadotApiTests
{
    private static readonly string Folder = Path.Combine(TestPaths.Repository, "tests", "interop");

    [Fact]
    public async Task Polkadot_api_reads_subscribes_and_signs_against_the_node()
    {
        Assert.SkipWhen(await RunAsync("node", "--version") is null, "Node.js is not installed.");
        // npm writes this file when everything is there.
        if (!File.Exists(Path.Combine(Folder, "node_modules", ".package-lock.json")))
        {
            string? installed = await RunAsync(
                "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=0", "--fetch-timeout=20000");
            Assert.SkipUnless(installed is "0", "npm cannot install tests/interop/package.json: is the registry in reach?");
        }
        await using TestNode node = await TestNode.StartAsync(TimeSpan.FromMilliseconds(100));

        (int code, string output) = await RunToEndAsync("node", "localnet.mjs", node.Node.Endpoint.ToString().TrimEnd('/'));

        TestContext.Current.TestOutputHelper?.WriteLine(output);
        output.ShouldContain("INTEROP OK", customMessage: output);
        code.ShouldBe(0);
    }

    /// <summary>The exit code as text, or null if there is no such program or it does not end in time.</summary>
    private static async Task<string?> RunAsync(string program, params string[] arguments)
    {
        try
        {
            return $"{(await RunToEndAsync(program, arguments)).Code}";
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or OperationCanceledException)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    private static async Task<(int Code, string Output)> RunToEndAsync(string program, params string[] arguments)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(4));
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
            Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
