using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace AudioSubnet.Engines.Speech;

/// <summary>One run of the espeak-ng program: it starts at once, speaks when it is given its text, and is killed when it is disposed of.</summary>
internal sealed class EspeakProcess : IDisposable
{
    public const string Program = "espeak-ng";
    public const string Package = "espeak-ng";

    /// <summary>Most bytes taken from the program: 25 minutes of 16-bit sound at 22.05 kHz.</summary>
    private const int MaxOutput = 64 << 20;

    private readonly Process _process;

    private EspeakProcess(Process process) => _process = process;

    /// <summary>True while the program runs.</summary>
    public bool IsAlive => !_process.HasExited;

    /// <summary>Starts the program. The arguments go to it one by one: there is no shell, and text is never among them.</summary>
    /// <exception cref="EngineUnavailableException">The program is not on this machine.</exception>
    public static EspeakProcess Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        try
        {
            return new EspeakProcess(Process.Start(start) ?? throw new EngineException($"{Program} did not start."));
        }
        catch (Win32Exception)
        {
            throw new EngineUnavailableException("espeak-ng", $"the program {Program}", Package);
        }
    }

    /// <summary>Feeds the text, closes the input, and reads everything that comes back.</summary>
    /// <exception cref="EngineException">The program failed; the message has its exit code and what it said.</exception>
    public async Task<byte[]> RunAsync(string text, CancellationToken cancellationToken)
    {
        Task<string> errors = ReadErrorsAsync(cancellationToken);
        Task<byte[]> output = ReadOutputAsync(cancellationToken);
        try
        {
            await _process.StandardInput.WriteAsync(text.AsMemory(), cancellationToken);
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading its text; the exit code and what it said tell why.
        }
        byte[] bytes = await output;
        string said = await errors;
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode == 0
            ? bytes
            : throw new EngineException($"{Program} ended with code {_process.ExitCode}: {said}");
    }

    /// <summary>Kills the program if it still runs.</summary>
    public void Dispose()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // it has ended
        }
        _process.Dispose();
    }

    private async Task<byte[]> ReadOutputAsync(CancellationToken cancellationToken)
    {
        using var output = new MemoryStream();
        var buffer = new byte[1 << 16];
        var stream = _process.StandardOutput.BaseStream;
        for (int count; (count = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (output.Length + count > MaxOutput)
                throw new EngineException($"{Program} gave more than {MaxOutput} bytes of sound.");
            output.Write(buffer, 0, count);
        }
        return output.ToArray();
    }

    private async Task<string> ReadErrorsAsync(CancellationToken cancellationToken)
    {
        var buffer = new char[2000]; // enough to tell; the rest is read and dropped so that the program is not held up
        int length = 0;
        var rest = new char[4096];
        for (int count; (count = await _process.StandardError.ReadAsync(length < buffer.Length ? buffer.AsMemory(length) : rest, cancellationToken)) > 0;)
            if (length < buffer.Length)
                length += count;
        return new string(buffer, 0, length).Trim();
    }
}
