using System.Diagnostics;
using System.Globalization;
using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Files;

namespace AudioSubnet.Cli.CommandLine;

/// <summary>Writes what an engine made and says in one line what it is and how long it took.</summary>
internal static class AudioOutput
{
    /// <summary>Refuses a file name that no format belongs to, before any work is done.</summary>
    /// <exception cref="UserException">The ending is unknown.</exception>
    public static void Check(FileInfo file)
    {
        if (!AudioFile.WritableExtensions.Contains(file.Extension, StringComparer.OrdinalIgnoreCase))
            throw new UserException(
                $"'{file}' does not say which format to write; end it with one of {string.Join(", ", AudioFile.WritableExtensions)}.");
    }

    /// <summary>Runs the engine, writes the file, prints the line.</summary>
    public static async Task WriteAsync(string engine, FileInfo file, Func<Task<AudioBuffer>> make, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        AudioBuffer audio = await make();
        TimeSpan took = Stopwatch.GetElapsedTime(started);
        await AudioFile.WriteAsync(file.FullName, audio, cancellationToken);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{file}: {audio.Seconds:0.00} s, {audio.SampleRate} Hz, {(audio.Channels == 1 ? "mono" : $"{audio.Channels} channels")}, by {engine} in {took.TotalSeconds:0.00} s"));
    }
}
