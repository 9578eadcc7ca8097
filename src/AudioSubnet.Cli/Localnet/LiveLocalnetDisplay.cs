using System.Threading.Channels;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AudioSubnet.Cli.Localnet;

/// <summary>A table that is redrawn in place, with the newest lines of news below it.</summary>
internal sealed class LiveLocalnetDisplay : ILocalnetDisplay
{
    private const int NewsLines = 8;
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMilliseconds(250);

    private readonly IAnsiConsole _console;
    private readonly Channel<object> _changes = Channel.CreateUnbounded<object>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _drawing;

    public LiveLocalnetDisplay(IAnsiConsole console)
    {
        _console = console;
        _drawing = Task.Run(DrawAsync);
    }

    public void Update(LocalnetState state) => _changes.Writer.TryWrite(state);

    public void Note(string line) => _changes.Writer.TryWrite(line);

    public async ValueTask DisposeAsync()
    {
        _changes.Writer.TryComplete();
        await _drawing;
    }

    private async Task DrawAsync()
    {
        LocalnetState? state = null;
        var news = new Queue<string>();
        await _console.Live(new Text("Starting …")).AutoClear(true).StartAsync(async context =>
        {
            while (await _changes.Reader.WaitToReadAsync())
            {
                while (_changes.Reader.TryRead(out object? change))
                {
                    if (change is LocalnetState newer)
                        state = newer;
                    else if (change is string line)
                        news.Enqueue(line);
                    while (news.Count > NewsLines)
                        news.Dequeue();
                }

                context.UpdateTarget(Picture(state, news));
                await Task.Delay(RefreshInterval);
            }
        });
    }

    private Rows Picture(LocalnetState? state, IEnumerable<string> news)
    {
        var parts = new List<IRenderable>();
        if (state is not null)
        {
            string rounds = state.Rounds > 0 ? $"{state.Round}/{state.Rounds}" : $"{state.Round}";
            parts.Add(new Markup($"[bold]AudioSubnet localnet[/]  round [bold]{rounds}[/]  block [bold]{state.Block}[/]"));
            parts.Add(LeaderboardTable.Create(state.Miners, _console.Profile.Width));
            parts.Add(new Text(state.Activity) { Overflow = Overflow.Ellipsis });
        }

        int width = Math.Max(20, _console.Profile.Width - 1);
        parts.AddRange(news.Select(line => new Text(line.Length <= width ? line : line[..(width - 1)] + "…", new Style(Color.Grey))));
        return new Rows(parts);
    }
}
