using System.Globalization;
using AudioSubnet.Inference.Hub;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AudioSubnet.Cli.Commands;

/// <summary>Shows how far a pull is, on standard error: a bar on a terminal, a line now and then where there is none.</summary>
internal static class ModelsProgress
{
    public static async Task<StoredModel> PullAsync(ModelStore store, string name, CancellationToken cancellationToken)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (Console.IsErrorRedirected || !console.Profile.Capabilities.Ansi)
            return await store.PullAsync(name, new Lines(name, TimeProvider.System), cancellationToken);
        var amount = new AmountColumn();
        return await console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), amount)
            .StartAsync(async context =>
            {
                ProgressTask bar = context.AddTask(Markup.Escape(name));
                StoredModel model = await store.PullAsync(name, new Bar(bar, amount), cancellationToken);
                bar.Value = bar.MaxValue;
                return model;
            });
    }

    /// <summary>For example "12.3 MB of 145 MB, 4.5 MB/s, 29 s left".</summary>
    public static string Describe(HubProgress progress)
    {
        string amount = $"{ModelsReport.Size(progress.BytesDone)} of {ModelsReport.Size(progress.BytesTotal)}";
        if (progress.WaitsForAnother)
            return $"{amount}, waiting for another process that downloads {progress.File}";
        if (progress.BytesPerSecond <= 0 || progress.BytesDone >= progress.BytesTotal)
            return amount;
        return $"{amount}, {ModelsReport.Size((long)progress.BytesPerSecond)}/s{(progress.TimeLeft is { } left ? $", {Duration(left)} left" : "")}";
    }

    private static string Duration(TimeSpan time) => time switch
    {
        { TotalMinutes: < 1 } => $"{Math.Ceiling(time.TotalSeconds):0} s",
        { TotalHours: < 1 } => $"{time.Minutes} min {time.Seconds:00} s",
        _ => $"{time.TotalHours.ToString("0", CultureInfo.InvariantCulture)} h {time.Minutes:00} min",
    };

    /// <summary>A line at each tenth, and every ten seconds in between.</summary>
    private sealed class Lines(string name, TimeProvider time) : IProgress<HubProgress>
    {
        private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

        private long _last;
        private long _tenth = -1;

        public void Report(HubProgress value)
        {
            long tenth = value.BytesTotal == 0 ? 10 : value.BytesDone * 10 / value.BytesTotal;
            if (tenth == _tenth && time.GetElapsedTime(_last) < Interval)
                return;
            (_tenth, _last) = (tenth, time.GetTimestamp());
            Console.Error.WriteLine($"{name}: {Describe(value)}");
        }
    }

    private sealed class Bar(ProgressTask task, AmountColumn amount) : IProgress<HubProgress>
    {
        public void Report(HubProgress value)
        {
            amount.Latest = value;
            task.MaxValue = Math.Max(1, value.BytesTotal);
            task.Value = value.BytesDone;
        }
    }

    private sealed class AmountColumn : ProgressColumn
    {
        public HubProgress? Latest { get; set; }

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(Latest is { } progress ? Describe(progress) : "asking the hub") { Overflow = Overflow.Ellipsis };
    }
}
