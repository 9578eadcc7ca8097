using AudioSubnet.TestHub;

namespace AudioSubnet.Inference.Tests.Hub;

/// <summary>A hub on this machine and an empty cache for each test.</summary>
public abstract class HubTest : IAsyncLifetime
{
    private protected HubTestFolder Folder { get; } = new();

    private protected LocalHub Server { get; private set; } = null!;

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => Server = await LocalHub.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
