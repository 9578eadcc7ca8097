using System.Diagnostics;
using System.Text;

namespace AudioSubnet.Cli.Tests;

/// <summary>The real program in a child process.</summary>
internal sealed class ProgramRun : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly List<(string Text, TaskCompletionSource Seen)> _awaited = [];

    private ProgramRun(Process process) => _process = process;

    public string Output => Read(_output);

    public string Errors => Read(_errors);

    /// <summary>Runs to the end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> ToEndAsync(string? folder, string? input, params string[] arguments)
    {
        using ProgramRun run = Start(folder, input, arguments);
        int code = await run.EndAsync();
        return (code, run.Output, run.Errors);
    }

    public static ProgramRun Start(string? folder, string? input, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "audiosubnet.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder ?? Environment.CurrentDirectory,
        };
        var run = new ProgramRun(new Process { StartInfo = start });
        run._process.OutputDataReceived += (_, line) => run.Take(run._output, line.Data);
        run._process.ErrorDataReceived += (_, line) => run.Take(run._errors, line.Data);
        run._process.Start();
        run._process.BeginOutputReadLine();
        run._process.BeginErrorReadLine();
        if (input is not null)
            run._process.StandardInput.Write(input);
        run._process.StandardInput.Close();
        return run;
    }

    /// <summary>Completes when a line with that text has been printed.</summary>
    public Task Printed(string text)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_awaited)
        {
            if (Output.Contains(text, StringComparison.Ordinal) || Errors.Contains(text, StringComparison.Ordinal))
                seen.SetResult();
            else
                _awaited.Add((text, seen));
        }

        return seen.Task.WaitAsync(Limit);
    }

    /// <summary>What Ctrl-C does.</summary>
    public void Interrupt()
    {
        using Process kill = Process.Start("kill", ["-INT", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async Task<int> EndAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private void Take(StringBuilder into, string? line)
    {
        if (line is null)
            return;
        lock (_awaited)
        {
            lock (into)
                into.AppendLine(line);
            foreach ((string text, TaskCompletionSource seen) in _awaited)
                if (line.Contains(text, StringComparison.Ordinal))
                    seen.TrySetResult();
        }
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }
}
