using System.Diagnostics;
using System.Text.RegularExpressions;
using AudioSubnet.TestData;

namespace Bittensor.Tests.Chain.Rpc;

/// <summary>
/// A compiled subtensor runtime behind a node on loopback: the raw chain specification that AUDIOSUBNET_RUNTIME_SPEC names, run by the
/// scripts of the shared folder chain/real-runtime (which its README explains) with the npm package chopsticks.
/// </summary>
internal sealed partial class RealRuntime : IAsyncDisposable
{
    private readonly Process _process;

    private RealRuntime(Process process, string endpoint)
    {
        _process = process;
        Endpoint = endpoint;
    }

    public string Endpoint { get; }

    /// <summary>Null if it can be run here, else why not.</summary>
    public static string? Missing() =>
        !File.Exists(Specification) ? "AUDIOSUBNET_RUNTIME_SPEC names no raw chain specification of a subtensor runtime"
        : Scripts is null ? "the scripts chain/real-runtime are not beside the checkout"
        : null;

    public static async Task<RealRuntime> StartAsync(CancellationToken cancellationToken)
    {
        string folder = await InstallAsync(cancellationToken);
        Process process = Start("node", folder, ["start.mjs", "--spec", Specification!, "--port", "0"]);
        try
        {
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
                if (Ready().Match(line) is { Success: true } ready)
                {
                    // Whatever else it says must not fill the pipe.
                    _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                    return new RealRuntime(process, $"ws://127.0.0.1:{ready.Groups["port"].Value}");
                }

            throw new InvalidOperationException("The node ended before it was ready.");
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private static string? Specification => Environment.GetEnvironmentVariable("AUDIOSUBNET_RUNTIME_SPEC") is { Length: > 0 } path ? Path.GetFullPath(path) : null;

    private static string? Scripts => TestPaths.Shared is { } shared && Directory.Exists(Path.Combine(shared, "chain", "real-runtime"))
        ? Path.Combine(shared, "chain", "real-runtime")
        : null;

    /// <summary>The scripts with their packages, in the user's cache so that one installation serves all runs.</summary>
    private static async Task<string> InstallAsync(CancellationToken cancellationToken)
    {
        string folder = Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "audiosubnet", "real-runtime");
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.EnumerateFiles(Scripts!))
            await File.WriteAllBytesAsync(Path.Combine(folder, Path.GetFileName(file)), await File.ReadAllBytesAsync(file, cancellationToken), cancellationToken);
        if (Directory.Exists(Path.Combine(folder, "node_modules", "@acala-network", "chopsticks")))
            return folder;
        using Process npm = Start("npm", folder, ["install", "--ignore-scripts", "--no-audit", "--no-fund"]);
        await npm.StandardOutput.ReadToEndAsync(cancellationToken);
        await npm.WaitForExitAsync(cancellationToken);
        npm.ExitCode.ShouldBe(0, "npm install failed");
        return folder;
    }

    private static Process Start(string program, string folder, IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, UseShellExecute = false })!;

    [GeneratedRegex(@"^READY ws://[^ ]*:(?<port>\d+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Ready();
}
