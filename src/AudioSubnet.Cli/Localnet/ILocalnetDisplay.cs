namespace AudioSubnet.Cli.Localnet;

/// <summary>Shows a run while it goes on.</summary>
internal interface ILocalnetDisplay : IAsyncDisposable
{
    /// <summary>The whole picture, whenever it changed.</summary>
    void Update(LocalnetState state);

    /// <summary>One line of news: an answer was scored, weights were set, something went wrong.</summary>
    void Note(string line);
}
