using System.Diagnostics;

namespace AudioSubnet.Cli.Tests;

/// <summary><c>audiosubnet models</c> in a child process with a cache of its own.</summary>
internal sealed class ModelsProgram : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private ModelsProgram(Process process)
    {
        _process = process;
        process.StandardInput.Close();
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    public static ModelsProgram Start(string home, Uri endpoint, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "audiosubnet.dll"), "models", .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = home,
        };
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("HF_", StringComparison.Ordinal) || name.StartsWith("HUGGING", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        start.Environment["HF_HOME"] = home;
        start.Environment["HF_ENDPOINT"] = endpoint.AbsoluteUri;
        start.Environment["AUDIOSUBNET_MODELS"] = Path.Combine(home, "no-folder");
        return new ModelsProgram(Process.Start(start)!);
    }

    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string home, Uri endpoint, params string[] arguments)
    {
        using ModelsProgram program = Start(home, endpoint, arguments);
        return await program.EndAsync();
    }

    public async Task<(int ExitCode, string Output, string Errors)> EndAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        await _process.WaitForExitAsync(limit.Token);
        return (_process.ExitCode, await _output, await _errors);
    }

    /// <summary>What kill -9 does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await EndAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
