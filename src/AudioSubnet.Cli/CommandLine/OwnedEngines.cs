using AudioSubnet.Engines;
using AudioSubnet.Miner;

namespace AudioSubnet.Cli.CommandLine;

/// <summary>The engines of one miner, which loads their models before it serves and frees what they keep in the end.</summary>
internal sealed class OwnedEngines(MinerEngines engines) : IDisposable
{
    public MinerEngines Engines => engines;

    /// <summary>Loads the models, so that the first request does not wait for them.</summary>
    /// <exception cref="EngineException">A model cannot be loaded.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (ILoadableEngine engine in All.OfType<ILoadableEngine>())
            await engine.LoadAsync(cancellationToken);
    }

    public void Dispose()
    {
        foreach (IDisposable engine in All.OfType<IDisposable>())
            engine.Dispose();
    }

    private IEnumerable<object> All => new object?[] { engines.Speech, engines.Cloning, engines.Music }.OfType<object>();
}
