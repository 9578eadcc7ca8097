using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Bittensor.Tests.Wire;

/// <summary>An HTTP message taken apart without an HTTP library; the status of a request is 0.</summary>
internal sealed record RawMessage(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public static RawMessage Parse(byte[] bytes)
    {
        string text = Encoding.UTF8.GetString(bytes);
        int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        string[] lines = text[..end].Split("\r\n");
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string line in lines.Skip(1))
            headers[line[..line.IndexOf(':', StringComparison.Ordinal)]] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        bool isAnswer = lines[0].StartsWith("HTTP/", StringComparison.Ordinal);
        return new RawMessage(isAnswer ? int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture) : 0, headers, text[(end + 4)..]);
    }
}

/// <summary>Bytes over TCP, for what no HTTP client would send.</summary>
internal static class RawHttp
{
    /// <summary>Sends the bytes as they are and reads until the other side has said all that its Content-Length promises, or closes.</summary>
    public static async Task<byte[]> SendAsync(int port, ReadOnlyMemory<byte> request, CancellationToken stop)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, stop);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(request, stop);
        return await ReadMessageAsync(stream, stop);
    }

    public static async Task<byte[]> ReadMessageAsync(Stream stream, CancellationToken stop)
    {
        using var answer = new MemoryStream();
        byte[] block = new byte[16 << 10];
        while (!IsComplete(answer.ToArray()))
        {
            int count;
            try
            {
                count = await stream.ReadAsync(block, stop);
            }
            catch (IOException)
            {
                break;
            }
            if (count == 0)
                break;
            answer.Write(block, 0, count);
        }
        return answer.ToArray();
    }

    private static bool IsComplete(byte[] bytes)
    {
        int end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;
        RawMessage answer = RawMessage.Parse(bytes);
        return answer.Headers.TryGetValue("Content-Length", out string? length)
            && bytes.Length - end - 4 >= int.Parse(length, CultureInfo.InvariantCulture);
    }
}
