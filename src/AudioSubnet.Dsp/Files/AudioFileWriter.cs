using System.Buffers.Binary;
using AudioSubnet.Dsp.Native;

namespace AudioSubnet.Dsp.Files;

/// <summary>
/// Writes sound piece by piece, as it is made: into a file, or as WAV into a pipe. A file is written beside its place and appears there with
/// <see cref="CompleteAsync"/>; without it nothing remains. WAV goes to the disk piece by piece; FLAC and OGG are encoded piece by piece and kept in memory until the end,
/// because their headers are written last. Not thread-safe.
/// </summary>
public sealed class AudioFileWriter : IAsyncDisposable
{
    private readonly string _name;
    private readonly string? _path;
    private readonly string? _beside;
    private readonly int _encodedFormat;
    private Stream? _stream;
    private SoundLibraryWriter? _encoder;
    private int _channels;
    private long _headerBytes, _dataBytes, _frames;

    private AudioFileWriter(string name, string? path, Stream? pipe, int encodedFormat)
    {
        _name = name;
        _path = path;
        _beside = path is null ? null : $"{path}.{Guid.NewGuid():N}.part";
        _stream = pipe;
        _encodedFormat = encodedFormat;
    }

    /// <summary>Sample rate in Hz of the pieces; 0 before the first.</summary>
    public int SampleRate { get; private set; }

    /// <summary>Seconds written so far.</summary>
    public double Seconds => SampleRate == 0 ? 0 : (double)_frames / SampleRate;

    /// <summary>A writer of a file in the format of its extension, as <see cref="AudioFile.WriteAsync"/> takes it.</summary>
    /// <param name="path">The file; an existing one is replaced when the writer completes. Folders on the way are made with the first piece.</param>
    /// <exception cref="AudioFileException">Unknown extension.</exception>
    public static AudioFileWriter Create(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new(path, Path.GetFullPath(path), pipe: null, AudioFile.EncodedFormat(path));
    }

    /// <summary>A writer of 16-bit WAV into a stream that cannot go back, such as standard output. Its header says that the length is not known.</summary>
    /// <param name="pipe">The stream; stays open.</param>
    public static AudioFileWriter ToPipe(Stream pipe)
    {
        ArgumentNullException.ThrowIfNull(pipe);
        return new("the output", path: null, pipe, encodedFormat: 0);
    }

    /// <summary>Writes the next piece.</summary>
    /// <param name="piece">The sound; every sample finite, rate and channels those of the pieces before.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <exception cref="ArgumentException">A sample is not finite, or the piece differs in rate or channels.</exception>
    /// <exception cref="AudioFileException">The format does not hold such sound, or the disk refuses.</exception>
    public async Task WriteAsync(AudioBuffer piece, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(piece);
        if (SampleRate != 0 && (piece.SampleRate, piece.Channels) != (SampleRate, _channels))
            throw new ArgumentException($"The piece has {piece.Channels} channels at {piece.SampleRate} Hz; the ones before had {_channels} at {SampleRate} Hz.", nameof(piece));
        bool first = SampleRate == 0;
        (SampleRate, _channels) = (piece.SampleRate, piece.Channels);
        _frames += piece.Frames;
        if (_encodedFormat != 0)
        {
            _encoder ??= new SoundLibraryWriter(piece.SampleRate, piece.Channels, _encodedFormat, _name);
            _encoder.Write(piece);
            return;
        }
        byte[] wav = WavFile.Encode(piece);
        if (first)
        {
            _headerBytes = WavFile.Encode(Nothing(piece)).Length;
            WriteSizes(wav, uint.MaxValue, uint.MaxValue); // what writers into pipes put there; a file gets its sizes at the end
        }
        ReadOnlyMemory<byte> bytes = first ? wav : wav.AsMemory((int)_headerBytes);
        _dataBytes += wav.Length - _headerBytes;
        await GuardAsync(async () =>
        {
            _stream ??= OpenBeside();
            await _stream.WriteAsync(bytes, cancellationToken);
            await _stream.FlushAsync(cancellationToken);
        });
    }

    /// <summary>Ends the file and puts it in its place.</summary>
    /// <param name="cancellationToken">Cancels; then nothing remains.</param>
    /// <exception cref="InvalidOperationException">Nothing was written.</exception>
    /// <exception cref="AudioFileException">The disk refuses.</exception>
    public async Task CompleteAsync(CancellationToken cancellationToken = default)
    {
        if (SampleRate == 0)
            throw new InvalidOperationException("No sound was written.");
        if (_path is null)
            return;
        await GuardAsync(async () =>
        {
            _stream ??= OpenBeside();
            if (_encoder is { } encoder)
                await _stream.WriteAsync(encoder.ToBytes(), cancellationToken);
            else
                await WriteFinalSizesAsync(_stream, cancellationToken);
            await _stream.DisposeAsync();
            File.Move(_beside!, _path, overwrite: true);
        });
    }

    /// <summary>Closes; what was not completed is removed.</summary>
    public async ValueTask DisposeAsync()
    {
        _encoder?.Dispose();
        if (_beside is null)
            return;
        if (_stream is not null)
            await _stream.DisposeAsync();
        File.Delete(_beside);
    }

    private FileStream OpenBeside()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_beside!)!);
        return new FileStream(_beside!, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
    }

    private async Task WriteFinalSizesAsync(Stream stream, CancellationToken cancellationToken)
    {
        if (_dataBytes + _headerBytes > uint.MaxValue)
            return; // 4 GB and more: the sizes stay unknown, and readers take what is there
        var header = new byte[_headerBytes];
        stream.Position = 0;
        await stream.ReadExactlyAsync(header, cancellationToken);
        WriteSizes(header, (uint)(_headerBytes + _dataBytes - 8), (uint)_dataBytes);
        stream.Position = 0;
        await stream.WriteAsync(header, cancellationToken);
    }

    /// <summary>Puts the two sizes of a WAV header in: of the RIFF chunk at byte 4, of the data in its last four bytes.</summary>
    private void WriteSizes(Span<byte> header, uint riff, uint data)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], riff);
        BinaryPrimitives.WriteUInt32LittleEndian(header[((int)_headerBytes - 4)..], data);
    }

    private static AudioBuffer Nothing(AudioBuffer like) => new([.. Enumerable.Range(0, like.Channels).Select(_ => Array.Empty<float>())], like.SampleRate);

    private async Task GuardAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (Exception cause) when ((cause is IOException and not AudioFileException) || cause is UnauthorizedAccessException)
        {
            throw new AudioFileException(_name, $"cannot be written: {cause.Message}", cause);
        }
    }
}
