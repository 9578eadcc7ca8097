using System.Net;
using System.Net.Sockets;

namespace Bittensor.Tests.Chain.Rpc;

/// <summary>
/// A TCP proxy that mistreats what passes: by a seeded draw for each chunk it drops the connection, truncates the chunk and drops, delays it,
/// or leaves the connection half open (nothing passes any more, and nobody is told).
/// </summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private readonly Random _random;
    private readonly int _perThousand;
    private readonly Task _accepting;
    private readonly List<Task> _connections = [];

    /// <param name="target">Where good chunks go.</param>
    /// <param name="faultsPerThousand">Chunks in a thousand that meet each kind of fault.</param>
    /// <param name="seed">Of the draws.</param>
    public FaultyProxy(Uri target, int faultsPerThousand, int seed)
    {
        _random = new Random(seed);
        _perThousand = faultsPerThousand;
        _listener.Start();
        _accepting = AcceptAsync(new IPEndPoint(IPAddress.Loopback, target.Port));
    }

    public string Endpoint => $"ws://{_listener.LocalEndpoint}";

    public int Drops { get; private set; }

    public int HalfOpen { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections);
        _stopping.Dispose();
    }

    private async Task AcceptAsync(IPEndPoint target)
    {
        try
        {
            while (true)
                _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token), target));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient near, IPEndPoint target)
    {
        using (near)
        using (var far = new TcpClient())
        using (var cut = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token))
        {
            try
            {
                await far.ConnectAsync(target, cut.Token);
                Task up = PumpAsync(near.GetStream(), far.GetStream(), cut);
                Task down = PumpAsync(far.GetStream(), near.GetStream(), cut);
                await Task.WhenAll(up, down);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException)
            {
                // One side is gone; the other goes with it.
            }
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, CancellationTokenSource cut)
    {
        byte[] buffer = new byte[4096];
        try
        {
            while (await from.ReadAsync(buffer, cut.Token) is > 0 and int count)
            {
                switch (Draw())
                {
                    case 0:
                        return;
                    case 1:
                        await to.WriteAsync(buffer.AsMemory(0, count / 2), cut.Token);
                        return;
                    case 2:
                        await Task.Delay(20, cut.Token);
                        break;
                    case 3:
                        await Task.Delay(Timeout.InfiniteTimeSpan, cut.Token);
                        return;
                    default:
                        break;
                }

                await to.WriteAsync(buffer.AsMemory(0, count), cut.Token);
            }
        }
        finally
        {
            await cut.CancelAsync();
        }
    }

    private int Draw()
    {
        lock (_lock)
        {
            int fault = _random.Next(1000) / _perThousand;
            if (fault is 0 or 1)
                Drops++;
            if (fault == 3)
                HalfOpen++;
            return fault;
        }
    }
}
