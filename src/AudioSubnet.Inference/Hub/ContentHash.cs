using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace AudioSubnet.Inference.Hub;

/// <summary>The hash that a file's etag promises: SHA-256 of the content (64 digits), or git's SHA-1 of "blob length\0content" (40 digits).</summary>
internal sealed class ContentHash : IDisposable
{
    private const int BufferSize = 1 << 20;

    private readonly IncrementalHash _hash;
    private readonly string _expected;

    public ContentHash(HubFile file)
    {
        _expected = file.Etag;
        // Git names its blobs by SHA-1; there is no choice of another hash for small files.
        _hash = IncrementalHash.CreateHash(file.Sha256 is null ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256);
        Begin(file);
    }

    /// <summary>Forgets what was appended.</summary>
    public void Begin(HubFile file)
    {
        _hash.GetHashAndReset();
        if (file.Sha256 is null)
            _hash.AppendData(Encoding.ASCII.GetBytes($"blob {file.Size}\0"));
    }

    public void Append(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

    /// <summary>Takes in a stream from where it is to its end.</summary>
    public async Task AppendAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
                _hash.AppendData(buffer.AsSpan(0, read));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>True if what was appended is what the etag promises.</summary>
    public bool IsAsPromised() => Convert.ToHexStringLower(_hash.GetCurrentHash()) == _expected;

    public void Dispose() => _hash.Dispose();
}
