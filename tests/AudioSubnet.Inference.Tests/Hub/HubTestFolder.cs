using AudioSubnet.Inference.Hub;

namespace AudioSubnet.Inference.Tests.Hub;

/// <summary>A cache of its own for each test, and a client that is patient in milliseconds.</summary>
internal sealed class HubTestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("audiosubnet-hub-").FullName;

    public string Cache => System.IO.Path.Combine(Path, "hub");

    public HubOptions Options(Uri endpoint) => new()
    {
        Endpoint = endpoint,
        CacheFolder = Cache,
        AssetsFolder = System.IO.Path.Combine(Path, "assets"),
        RetryDelay = TimeSpan.FromMilliseconds(1),
    };

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
