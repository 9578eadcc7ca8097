using System.Diagnostics;
using System.Globalization;
using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Files;

namespace AudioSubnet.Cli.CommandLine;

/// <summary>Where speech goes as it is spoken: a file, standard output, a player, or several of them.</summary>
internal static class SpeechOutput
{
    /// <summary>The file name that stands for standard output.</summary>
    public const string Pipe = "-";

    /// <summary>Writes each piece as it comes; says in one line what it was, how long it took, and when the first sound was there.</summary>
    /// <param name="engine">Name of the engine.</param>
    /// <param name="file">The file, <see cref="Pipe"/>, or null for none.</param>
    /// <param name="play">Whether to play it too.</param>
    /// <param name="pieces">What the engine speaks.</param>
    /// <param name="cancellationToken">Cancels the engine; an unfinished file is removed.</param>
    /// <exception cref="UserException">There is nothing to play with, or standard output is a terminal.</exception>
    public static async Task WriteAsync(string engine, FileInfo? file, bool play, IAsyncEnumerable<AudioBuffer> pieces, CancellationToken cancellationToken)
    {
        bool toPipe = file?.ToString() == Pipe;
        if (toPipe && !Console.IsOutputRedirected)
            throw new UserException("'-o -' writes sound to standard output, which is a terminal here. Pipe it into a player, or use --play.");
        await using Stream? standardOutput = toPipe ? Console.OpenStandardOutput() : null;
        await using AudioPlayer? player = play ? AudioPlayer.Start() : null;
        await using AudioFileWriter? fileWriter = file is null ? null : toPipe ? AudioFileWriter.ToPipe(standardOutput!) : AudioFileWriter.Create(file.FullName);
        await using AudioFileWriter? playWriter = player is null ? null : AudioFileWriter.ToPipe(player.Input);
        AudioFileWriter[] writers = [.. new[] { fileWriter, playWriter }.OfType<AudioFileWriter>()];

        long started = Stopwatch.GetTimestamp();
        TimeSpan first = TimeSpan.Zero;
        await foreach (AudioBuffer piece in pieces.WithCancellation(cancellationToken))
        {
            if (first == TimeSpan.Zero)
                first = Stopwatch.GetElapsedTime(started);
            foreach (AudioFileWriter writer in writers)
                await writer.WriteAsync(piece, cancellationToken);
        }
        TimeSpan took = Stopwatch.GetElapsedTime(started);
        foreach (AudioFileWriter writer in writers)
            await writer.CompleteAsync(cancellationToken);
        if (player is not null)
            await player.EndAsync(cancellationToken);

        string what = file is null ? "played" : toPipe ? "standard output" : file.ToString();
        (toPipe ? Console.Error : Console.Out).WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {writers[0].Seconds:0.00} s, {writers[0].SampleRate} Hz, by {engine} in {took.TotalSeconds:0.00} s, first sound after {first.TotalSeconds:0.00} s"));
    }
}
