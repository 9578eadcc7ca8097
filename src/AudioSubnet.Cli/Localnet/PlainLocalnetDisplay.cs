namespace AudioSubnet.Cli.Localnet;

/// <summary>Plain lines, for pipes, logs and terminals without cursor control.</summary>
internal sealed class PlainLocalnetDisplay(TextWriter output) : ILocalnetDisplay
{
    private readonly Lock _lock = new();

    public void Update(LocalnetState state)
    {
        // The lines of Note tell the story; a full table at every change would drown it.
    }

    public void Note(string line)
    {
        lock (_lock)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
