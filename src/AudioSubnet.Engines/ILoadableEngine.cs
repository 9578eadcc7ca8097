namespace AudioSubnet.Engines;

/// <summary>An engine with a model, which loads with its first request unless it is told to load before.</summary>
public interface ILoadableEngine
{
    /// <summary>Loads the model now; does nothing if it is loaded.</summary>
    /// <param name="cancellationToken">Ends the waiting; the loading goes on for the next request.</param>
    /// <exception cref="EngineException">The model cannot be loaded; the message says why.</exception>
    Task LoadAsync(CancellationToken cancellationToken = default);
}
