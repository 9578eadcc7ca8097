using System.ComponentModel;
using System.Diagnostics;

namespace AudioSubnet.Cli.CommandLine;

/// <summary>A player of this machine as a child process that is fed WAV.</summary>
internal sealed class AudioPlayer : IAsyncDisposable
{
    /// <summary>Players that read WAV of unknown length from standard input, in the order of preference.</summary>
    private static readonly (string Program, string[] Arguments)[] Players =
    [
        ("aplay", ["-q", "-"]),
        ("ffplay", ["-nodisp", "-autoexit", "-loglevel", "error", "-i", "-"]),
        ("play", ["-q", "-t", "wav", "-"]),
    ];

    private readonly string _program;
    private readonly Process _process;

    private AudioPlayer(string program, Process process)
    {
        _program = program;
        _process = process;
    }

    /// <summary>What is written here is heard.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>Starts the first player that is here.</summary>
    /// <exception cref="UserException">There is none.</exception>
    public static AudioPlayer Start()
    {
        foreach ((string program, string[] arguments) in Players)
        {
            try
            {
                var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, UseShellExecute = false });
                return new AudioPlayer(program, process!);
            }
            catch (Win32Exception)
            {
                // not here; the next
            }
        }
        throw new UserException(
            $"There is no player here; --play looks for {string.Join(", ", Players.Select(player => player.Program))}. Install one with: apt-get install alsa-utils");
    }

    /// <summary>Waits until the last sound was heard.</summary>
    /// <exception cref="UserException">The player failed; it has said why.</exception>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(cancellationToken);
        if (_process.ExitCode != 0)
            throw new UserException($"The player '{_program}' ended with exit code {_process.ExitCode}.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }
        _process.Dispose();
    }
}
