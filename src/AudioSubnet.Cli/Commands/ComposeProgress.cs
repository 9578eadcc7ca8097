using AudioSubnet.Dsp;
using AudioSubnet.Engines;
using Spectre.Console;

namespace AudioSubnet.Cli.Commands;

/// <summary>Shows how far a piece of music is, on standard error: a bar on a terminal, a line for each tenth where there is none. Engines that are quick show nothing.</summary>
internal static class ComposeProgress
{
    /// <summary>Composes and shows how far it is.</summary>
    public static async Task<AudioBuffer> ComposeAsync(IMusicGenerator engine, MusicRequest request, CancellationToken cancellationToken)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (engine is not ILoadableEngine || Console.IsErrorRedirected || !console.Profile.Capabilities.Ansi)
            return await engine.ComposeAsync(request with { Progress = new Lines(engine.Name) }, cancellationToken);
        return await console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                ProgressTask bar = context.AddTask(Markup.Escape(engine.Name), maxValue: 1);
                AudioBuffer audio = await engine.ComposeAsync(request with { Progress = new Bar(bar) }, cancellationToken);
                bar.Value = bar.MaxValue;
                return audio;
            });
    }

    private sealed class Bar(ProgressTask task) : IProgress<double>
    {
        public void Report(double value) => task.Value = value;
    }

    private sealed class Lines(string engine) : IProgress<double>
    {
        private int _tenth;

        public void Report(double value)
        {
            if ((int)(value * 10) <= _tenth)
                return;
            _tenth = (int)(value * 10);
            Console.Error.WriteLine($"{engine}: {_tenth * 10} %");
        }
    }
}
