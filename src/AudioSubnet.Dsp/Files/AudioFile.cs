using AudioSubnet.Dsp.Native;

namespace AudioSubnet.Dsp.Files;

/// <summary>Sound files of any kind: linear WAV in managed code, everything else through libsndfile.</summary>
public static class AudioFile
{
    /// <summary>Extensions that <see cref="WriteAsync"/> knows.</summary>
    public static IReadOnlyList<string> WritableExtensions { get; } = [".wav", ".flac", ".ogg"];

    /// <summary>Reads a file; its content, not its extension, says what it is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">Bounds; null takes <see cref="AudioReadLimits.Default"/>.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="AudioFileException">Missing, not readable, not audio, damaged, or beyond the limits.</exception>
    public static async Task<AudioBuffer> ReadAsync(string path, AudioReadLimits? limits = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        limits ??= AudioReadLimits.Default;
        byte[] bytes;
        try
        {
            long length = new FileInfo(path).Length;
            if (length > limits.MaxBytes)
                throw new AudioFileException(path, $"has {length} bytes; the limit is {limits.MaxBytes}.");
            bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new AudioFileException(path, "there is no such file.", cause);
        }
        catch (Exception cause) when (cause is UnauthorizedAccessException || (cause is IOException and not AudioFileException))
        {
            throw new AudioFileException(path, $"cannot be read: {cause.Message}", cause);
        }
        return Decode(bytes, path, limits);
    }

    /// <summary>Decodes a file held in memory; its content says what it is.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <param name="limits">Bounds; null takes <see cref="AudioReadLimits.Default"/>.</param>
    /// <exception cref="AudioFileException">Not audio, damaged, or beyond the limits.</exception>
    public static AudioBuffer Decode(ReadOnlyMemory<byte> bytes, string name, AudioReadLimits? limits = null)
    {
        limits ??= AudioReadLimits.Default;
        if (bytes.Length > limits.MaxBytes)
            throw new AudioFileException(name, $"has {bytes.Length} bytes; the limit is {limits.MaxBytes}.");
        if (bytes.IsEmpty)
            throw new AudioFileException(name, "is empty.");
        return WavFile.IsWav(bytes.Span) && WavFile.Locate(bytes.Span, name, out _).IsLinear
            ? WavFile.Decode(bytes.Span, name, limits)
            : SoundLibrary.Decode(bytes, name, limits.MaxSamples);
    }

    /// <summary>Writes a file in the format of its extension: <c>.wav</c> and <c>.flac</c> with 16 bits, <c>.ogg</c> as Vorbis.
    /// Writes beside and renames, so that no reader ever sees half a file; folders on the way are made.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="audio">The sound; every sample finite.</param>
    /// <param name="cancellationToken">Cancels the writing; an existing file then stays as it was.</param>
    /// <exception cref="ArgumentException">A sample is NaN or infinite.</exception>
    /// <exception cref="AudioFileException">Unknown extension, a rate or channel count that the format does not hold, or the disk refuses.</exception>
    public static async Task WriteAsync(string path, AudioBuffer audio, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(audio);
        int format = EncodedFormat(path);
        byte[] bytes = format == 0 ? WavFile.Encode(audio) : SoundLibrary.Encode(audio, format, path);
        string full = Path.GetFullPath(path);
        string beside = $"{full}.{Guid.NewGuid():N}.part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            await File.WriteAllBytesAsync(beside, bytes, cancellationToken);
            File.Move(beside, full, overwrite: true);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new AudioFileException(path, $"cannot be written: {cause.Message}", cause);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    /// <summary>libsndfile's number for the format of a path's extension; 0 for WAV, which is written in managed code.</summary>
    /// <exception cref="AudioFileException">Unknown extension.</exception>
    internal static int EncodedFormat(string path)
    {
        string extension = Path.GetExtension(path).ToLowerInvariant();
        return extension switch
        {
            ".wav" => 0,
            ".flac" => SndFile.FormatFlac | SndFile.SubtypePcm16,
            ".ogg" => SndFile.FormatOgg | SndFile.SubtypeVorbis,
            _ => throw new AudioFileException(path, $"audio cannot be written as '{extension}'; use one of {string.Join(", ", WritableExtensions)}."),
        };
    }
}
