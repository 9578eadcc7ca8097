using System.Diagnostics;
using System.Runtime.InteropServices;
using AudioSubnet.TestData;
using Bittensor.Crypto;
using Bittensor.Tests.Chain.Rpc;
using Bittensor.Tests.Wallets;

namespace Bittensor.Tests.Docs;

/// <summary>The library in a program compiled ahead of time. Compiling takes minutes, so only in long runs.</summary>
[Trait("Area", "aot")]
public sealed class NativeAotTests
{
    private static readonly TimeSpan CompileLimit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan RunLimit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_native_executable_reads_a_metagraph()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("AUDIOSUBNET_LONG") == "1", "compiling to native code takes minutes: set AUDIOSUBNET_LONG=1, or run ./test aot --long");
        Assert.SkipUnless(OnPath("clang") || OnPath("gcc"), "NativeAOT links with clang or gcc, and neither is here: apt install gcc libc6-dev zlib1g-dev");
        using var folder = new TemporaryFolder();
        string sample = Path.Combine(TestPaths.Repository, "samples", "MetagraphAot");

        (int published, string log) = await RunAsync(
            CompileLimit, "dotnet", "publish", sample, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-o", folder.Path, "-v", "q", "--nologo");
        Assert.SkipWhen(log.Contains("NU1101", StringComparison.Ordinal) || log.Contains("NU1301", StringComparison.Ordinal), $"the ILCompiler package cannot be restored: {log}");
        published.ShouldBe(0, log);
        log.ShouldNotContain("warning IL");

        await using LocalNode node = await LocalNode.StartAsync();
        (int ended, string output) = await RunAsync(RunLimit, folder.File("metagraph"), node.Endpoint.ToString(), "1");
        ended.ShouldBe(0, output);
        output.ShouldContain("1 neurons");
        output.ShouldContain(Keypair.FromUri("//Owner//hot").Address);

        (int refused, string error) = await RunAsync(RunLimit, folder.File("metagraph"), node.Endpoint.ToString(), "99");
        refused.ShouldBe(1);
        error.ShouldContain("99");
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static async Task<(int Code, string Output)> RunAsync(TimeSpan limit, string program, params string[] arguments)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        time.CancelAfter(limit);
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false },
        };
        process.Start();
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(time.Token);
            Task<string> errors = process.StandardError.ReadToEndAsync(time.Token);
            await process.WaitForExitAsync(time.Token);
            return (process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
