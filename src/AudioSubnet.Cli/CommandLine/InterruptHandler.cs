using System.Runtime.InteropServices;

namespace AudioSubnet.Cli.CommandLine;

/// <summary>Turns the first Ctrl-C (or SIGTERM) into a cancellation, so that work ends cleanly; a second one ends the process at once.</summary>
internal sealed class InterruptHandler : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public InterruptHandler() =>
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle)];

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        if (_source.IsCancellationRequested)
            return; // not cancelled here: the default action of the second signal ends the process
        context.Cancel = true;
        Console.Error.WriteLine("Stopping (once more to stop at once) …");
        _source.Cancel();
    }
}
