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
    private readonly List<string> _lines = [];
    private readonly List<(string Text, TaskCompletionSource<string> Line)> _awaited = [];

    private int _openStreams = 2;

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

    /// <summary>Everything printed so far, line by line, in the order in which it came.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    /// <summary>The first line with that text, printed already or to come.</summary>
    public Task<string> Printed(string text) => PrintedAfter(0, text);

    /// <summary>The first line with that text that is still to come.</summary>
    public Task<string> PrintedNext(string text) => PrintedAfter(int.MaxValue, text);

    /// <summary>What Ctrl-C does.</summary>
    public void Interrupt()
    {
        using Process kill = Process.Start("kill", ["-INT", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>SIGKILL: no goodbye, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await EndAsync();
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

    private Task<string> PrintedAfter(int from, string text)
    {
        var line = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lines)
        {
            if (_lines.Skip(from).FirstOrDefault(printed => printed.Contains(text, StringComparison.Ordinal)) is { } found)
                line.SetResult(found);
            else if (_openStreams == 0)
                line.SetException(Ended(text));
            else
                _awaited.Add((text, line));
        }

        return line.Task.WaitAsync(Limit);
    }

    private void Take(StringBuilder into, string? line)
    {
        lock (_lines)
        {
            if (line is null)
            {
                if (--_openStreams == 0)
                    foreach ((string text, TaskCompletionSource<string> awaited) in _awaited)
                        awaited.TrySetException(Ended(text));
                return;
            }

            lock (into)
                into.AppendLine(line);
            _lines.Add(line);
            foreach ((string text, TaskCompletionSource<string> awaited) in _awaited)
                if (line.Contains(text, StringComparison.Ordinal))
                    awaited.TrySetResult(line);
        }
    }

    private InvalidOperationException Ended(string text) => new($"The program ended without printing '{text}'. It said:\n{string.Join('\n', _lines.TakeLast(20))}");

    private static string Read(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }
}
