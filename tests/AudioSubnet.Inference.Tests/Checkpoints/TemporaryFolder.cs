namespace AudioSubnet.Inference.Tests.Checkpoints;

/// <summary>A folder that is gone when the test ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("audiosubnet-").FullName;

    public string this[string name] => Path.Combine(_path, name);

    public override string ToString() => _path;

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
