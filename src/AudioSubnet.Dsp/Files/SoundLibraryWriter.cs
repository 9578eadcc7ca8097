using AudioSubnet.Dsp.Native;

namespace AudioSubnet.Dsp.Files;

/// <summary>Encodes sound piece by piece into memory, through libsndfile.</summary>
internal sealed class SoundLibraryWriter : IDisposable
{
    private readonly MemoryStream _stream = new();
    private readonly SndFileStream _file;
    private readonly bool _integers;
    private readonly string _name;

    /// <exception cref="AudioFileException">The format does not hold such sound, or libsndfile is missing.</exception>
    public SoundLibraryWriter(int sampleRate, int channels, int format, string name)
    {
        _name = name;
        _integers = (format & 0xFFFF) == SndFile.SubtypePcm16;
        _file = SoundLibrary.Open(_stream, SndFile.ModeWrite, new SndFileInfo { SampleRate = sampleRate, Channels = channels, Format = format }, name);
    }

    public void Write(AudioBuffer piece)
    {
        WavFile.RequireFinite(piece);
        SoundLibrary.WriteAll(_file.File, piece, _integers, _name);
    }

    /// <summary>Ends the encoding.</summary>
    public byte[] ToBytes()
    {
        _file.Dispose();
        return _stream.ToArray();
    }

    public void Dispose()
    {
        if (!_file.File.IsClosed)
            _file.Dispose();
        _stream.Dispose();
    }
}
