using System.Runtime.InteropServices;
using AudioSubnet.Dsp.Native;

namespace AudioSubnet.Dsp.Files;

/// <summary>Everything that is not linear WAV, through libsndfile, from and into memory.</summary>
internal static unsafe class SoundLibrary
{
    /// <summary>Samples that are decoded at a time: the sizes in a header are never believed, memory grows with what really comes.</summary>
    private const int BlockSamples = 1 << 16;

    public static AudioBuffer Decode(ReadOnlyMemory<byte> bytes, string name, long maxSamples)
    {
        using var stream = MemoryMarshal.TryGetArray(bytes, out var segment)
            ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false);
        using var file = Open(stream, SndFile.ModeRead, default, name);
        int channels = file.Info.Channels;
        if (channels <= 0 || file.Info.SampleRate <= 0)
            throw new AudioFileException(name, $"its header says {channels} channels at {file.Info.SampleRate} Hz.");

        int blockFrames = Math.Max(1, BlockSamples / channels);
        var block = new float[blockFrames * channels];
        var blocks = new List<float[]>();
        long samples = 0;
        while (true)
        {
            long frames;
            fixed (float* pointer = block)
                frames = SndFile.ReadFloat(file.File, pointer, blockFrames);
            if (frames <= 0)
                break;
            samples += frames * channels;
            if (samples > maxSamples)
                throw new AudioFileException(name, $"decodes to more than the limit of {maxSamples} samples.");
            blocks.Add(block.AsSpan(0, (int)frames * channels).ToArray());
        }
        return new AudioBuffer(Deinterleave(blocks, channels, (int)(samples / channels)), file.Info.SampleRate);
    }

    public static byte[] Encode(AudioBuffer audio, int format, string name)
    {
        using var writer = new SoundLibraryWriter(audio.SampleRate, audio.Channels, format, name);
        writer.Write(audio);
        return writer.ToBytes();
    }

    public static SndFileStream Open(MemoryStream stream, int mode, SndFileInfo info, string name)
    {
        SndFileStream file;
        try
        {
            file = new SndFileStream(stream, mode, info);
        }
        catch (DllNotFoundException cause)
        {
            throw new AudioFileException(
                name,
                $"formats other than WAV need {SndFile.Library}, which is not on this machine. Install it with: apt-get install {SndFile.Package}",
                cause);
        }
        if (file.IsOpen)
            return file;
        string error = SndFile.Error(file.File).TrimEnd('.');
        file.Dispose();
        throw new AudioFileException(
            name,
            mode == SndFile.ModeRead
                ? $"is not an audio file that can be read ({error}). Known are WAV, FLAC, OGG, MP3, AIFF and what else libsndfile reads."
                : $"cannot be written with {info.Channels} channels at {info.SampleRate} Hz ({error}).");
    }

    public static void WriteAll(SndFileHandle file, AudioBuffer audio, bool integers, string name)
    {
        int blockFrames = Math.Max(1, BlockSamples / audio.Channels);
        var shorts = new short[integers ? blockFrames * audio.Channels : 0];
        var floats = new float[integers ? 0 : blockFrames * audio.Channels];
        for (int start = 0; start < audio.Frames; start += blockFrames)
        {
            int frames = Math.Min(blockFrames, audio.Frames - start);
            for (int channel = 0; channel < audio.Channels; channel++)
            {
                var samples = audio.Channel(channel).Slice(start, frames);
                for (int i = 0; i < frames; i++)
                    if (integers)
                        shorts[i * audio.Channels + channel] = WavFile.ToPcm16(samples[i]);
                    else
                        floats[i * audio.Channels + channel] = samples[i];
            }
            long written;
            fixed (short* shortPointer = shorts)
            fixed (float* floatPointer = floats)
                written = integers ? SndFile.WriteShort(file, shortPointer, frames) : SndFile.WriteFloat(file, floatPointer, frames);
            if (written != frames)
                throw new AudioFileException(name, $"could not be encoded: {SndFile.Error(file)}");
        }
    }

    private static float[][] Deinterleave(List<float[]> blocks, int channels, int frames)
    {
        var result = new float[channels][];
        for (int channel = 0; channel < channels; channel++)
        {
            result[channel] = new float[frames];
            int at = 0;
            foreach (float[] block in blocks)
                for (int i = channel; i < block.Length; i += channels)
                    result[channel][at++] = block[i];
        }
        return result;
    }
}
