using System.IO.Compression;
using System.Runtime.InteropServices;
using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Inference.Tests.Checkpoints;

/// <summary>Makes files as <c>torch.save</c> does, from pickles that are given.</summary>
internal static class TorchFile
{
    /// <summary>A ZIP archive; storages by key.</summary>
    public static byte[] Zip(byte[] pickle, params (string Key, float[] Values)[] storages) => Archive(CompressionLevel.NoCompression,
        [("archive/data.pkl", pickle), .. storages.Select(storage => ($"archive/data/{storage.Key}", Bytes(storage.Values))), ("archive/version", "3\n"u8.ToArray())]);

    public static byte[] Archive(CompressionLevel compression, params (string Name, byte[] Content)[] members)
    {
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create))
            foreach (var (name, content) in members)
            {
                ZipArchiveEntry entry = archive.CreateEntry(name, compression);
                entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using Stream stream = entry.Open();
                stream.Write(content);
            }
        return buffer.ToArray();
    }

    /// <summary>The format before PyTorch 1.6.</summary>
    public static byte[] Stream(byte[] pickle, params (string Key, float[] Values)[] storages)
    {
        byte[] magic = [0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E];
        byte[] facts = new PickleBuilder().Op('}').Text("little_endian").Op(0x88).Op('s').Build();
        var keys = new PickleBuilder().Op(']');
        foreach (var (key, _) in storages)
            keys.Text(key).Op('a');
        byte[] data = [.. storages.SelectMany(storage => (byte[])[.. BitConverter.GetBytes((long)storage.Values.Length), .. Bytes(storage.Values)])];
        return [.. magic, .. new PickleBuilder().Number(1001).Build(), .. facts, .. pickle, .. keys.Build(), .. data];
    }

    /// <summary>Reads a file held in memory.</summary>
    public static Checkpoint Read(byte[] bytes)
    {
        CheckpointMemory memory = CheckpointMemory.Of(bytes, "test.bin");
        return Checkpoint.Read(memory, [memory]);
    }

    /// <summary>The reason why a file is refused.</summary>
    public static string Refusal(byte[] bytes)
    {
        using CheckpointMemory memory = CheckpointMemory.Of(bytes, "test.bin");
        return Should.Throw<CheckpointException>(() => Checkpoint.Read(memory, [memory])).Message;
    }

    private static byte[] Bytes(float[] values) => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
