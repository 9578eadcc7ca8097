using System.Net;
using System.Net.Sockets;
using Bittensor.Wire;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Time.Testing;

namespace Bittensor.Tests.Wire;

[Trait("Area", "wire")]
public sealed class SlowPeerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sender_that_never_ends_its_headers_is_cut_off()
    {
        await using AxonFixture axon = await AxonFixture.StartAsync(new AxonOptions { HeaderTimeout = TimeSpan.FromSeconds(3) });
        byte[] answer = await RawHttp.SendAsync(axon.Axon.Port, "POST /TextToSpeech HTTP/1.1\r\nHost: x\r\nname: Text"u8.ToArray(), Stop);
        if (answer.Length > 0)
            RawMessage.Parse(answer).Status.ShouldBe(408);
        (await axon.SendAsync(axon.Request())).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_body_that_trickles_below_the_least_rate_is_408()
    {
        await using AxonFixture axon = await AxonFixture.StartAsync(new AxonOptions { MinBytesPerSecond = 1e6, DataRateGrace = TimeSpan.FromSeconds(1.5) });
        byte[] request = axon.Request(body: $"{{\"text_input\": \"{new string('a', 5000)}\"}}").ToBytes();
        RawMessage.Parse(await RawHttp.SendAsync(axon.Axon.Port, request.AsMemory(0, request.Length - 4000), Stop)).Status.ShouldBe(408);
        (await axon.SendAsync(axon.Request())).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_body_that_does_not_end_in_time_is_408()
    {
        await using AxonFixture axon = await AxonFixture.StartAsync(new AxonOptions { BodyTimeout = TimeSpan.FromMilliseconds(300) });
        byte[] request = axon.Request().ToBytes();
        RawMessage answer = RawMessage.Parse(await RawHttp.SendAsync(axon.Axon.Port, request.AsMemory(0, request.Length - 1), Stop));
        answer.Status.ShouldBe(408);
        answer.Body.ShouldContain("did not arrive within 0.3 seconds");
    }

    [Fact]
    public async Task Connections_above_the_limit_are_closed_and_others_go_on()
    {
        await using AxonFixture axon = await AxonFixture.StartAsync(new AxonOptions { MaxConnections = 1 });
        using (var first = new TcpClient())
        {
            await first.ConnectAsync(IPAddress.Loopback, axon.Axon.Port, Stop);
            await first.GetStream().WriteAsync(axon.Request().ToBytes(), Stop);
            RawMessage.Parse(await RawHttp.ReadMessageAsync(first.GetStream(), Stop)).Status.ShouldBe(200);
            (await ReadOnNewConnectionAsync(axon)).ShouldBeEmpty();
            await first.GetStream().WriteAsync(axon.Request().ToBytes(), Stop);
            RawMessage.Parse(await RawHttp.ReadMessageAsync(first.GetStream(), Stop)).Status.ShouldBe(200);
        }
    }

    [Fact]
    public async Task One_address_cannot_take_all_connections()
    {
        var limiter = new ConnectionLimiter(2);
        var ends = new TaskCompletionSource();
        Task Hold(ConnectionContext _) => ends.Task;
        Task[] open = [limiter.RunAsync(Connection("203.0.113.5"), Hold), limiter.RunAsync(Connection("::ffff:203.0.113.5"), Hold)];
        DefaultConnectionContext third = Connection("203.0.113.5");
        await limiter.RunAsync(third, _ => throw new InvalidOperationException("It should have been closed."));
        var closed = new TaskCompletionSource();
        await using (third.ConnectionClosed.Register(closed.SetResult))
            await closed.Task.WaitAsync(Stop);
        Task other = limiter.RunAsync(Connection("203.0.113.6"), Hold);
        ends.SetResult();
        await Task.WhenAll([.. open, other]).WaitAsync(Stop);

        bool served = false;
        await limiter.RunAsync(Connection("203.0.113.5"), _ =>
        {
            served = true;
            return Task.CompletedTask;
        });
        served.ShouldBeTrue();
        ConnectionLimiter.PeerOf(IPAddress.Parse("2001:db8:1:2:3::4")).ShouldBe(ConnectionLimiter.PeerOf(IPAddress.Parse("2001:db8:1:2:ffff::")));
    }

    [Fact]
    public async Task An_axon_closes_what_one_address_opens_above_its_limit()
    {
        await using AxonFixture axon = await AxonFixture.StartAsync(new AxonOptions { MaxConnectionsPerAddress = 1 });
        using (var first = new TcpClient())
        {
            await first.ConnectAsync(IPAddress.Loopback, axon.Axon.Port, Stop);
            await first.GetStream().WriteAsync(axon.Request().ToBytes(), Stop);
            RawMessage.Parse(await RawHttp.ReadMessageAsync(first.GetStream(), Stop)).Status.ShouldBe(200);
            (await ReadOnNewConnectionAsync(axon)).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task A_connection_that_asks_nothing_more_is_closed()
    {
        await using AxonFixture axon = await AxonFixture.StartAsync(new AxonOptions { KeepAliveTimeout = TimeSpan.FromSeconds(2) });
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, axon.Axon.Port, Stop);
        await client.GetStream().WriteAsync("GET /x HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), Stop);
        RawMessage.Parse(await RawHttp.ReadMessageAsync(client.GetStream(), Stop)).Status.ShouldBe(404);
        (await RawHttp.ReadMessageAsync(client.GetStream(), Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_caller_that_does_not_read_its_reply_is_cut_off()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using AxonFixture axon = await AxonFixture.StartAsync(clock: clock, handler: (synapse, _) =>
        {
            synapse.SpeechOutput = new float[10_000_000];
            answered.SetResult();
            return Task.FromResult(synapse);
        });
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, axon.Axon.Port, Stop);
        await client.GetStream().WriteAsync(axon.Request(SignedRequest.Now(clock)).ToBytes(), Stop);
        await answered.Task.WaitAsync(Stop);
        byte[] block = new byte[1];
        (await client.GetStream().ReadAsync(block, Stop)).ShouldBe(1);
        clock.Advance(TimeSpan.FromMinutes(3));
        // The connection ends long before the 40 MB of the reply.
        (await RawHttp.ReadMessageAsync(client.GetStream(), Stop)).Length.ShouldBeLessThan(30_000_000);
    }

    [Fact]
    public async Task A_stranger_cannot_fill_the_memory_for_bodies_with_pings()
    {
        await using AxonFixture axon = await AxonFixture.StartAsync();
        string body = $"{{\"x\": \"{new string('a', 70_000)}\"}}";
        (await axon.SendAsync(axon.Request(synapse: "Synapse", body: body))).Status.ShouldBe(413);
        (await axon.SendAsync(axon.Request(synapse: "Synapse", body: "{}"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task The_bodies_of_waiting_requests_count_and_one_hotkey_cannot_take_the_memory_of_all()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using AxonFixture axon = await AxonFixture.StartAsync(new AxonOptions { MaxBufferedBodyBytesPerHotkey = 300_000 }, handler: async (synapse, stop) =>
        {
            running.TrySetResult();
            await gate.Task.WaitAsync(stop);
            return synapse;
        });
        string body = $"{{\"text_input\": \"{new string('a', 70_000)}\"}}";
        Task<(int Status, string Message)> first = axon.SendAsync(axon.Request(body: body));
        await running.Task.WaitAsync(Stop);
        (await axon.SendAsync(axon.Request(body: body))).Status.ShouldBe(503);
        Task<(int Status, string Message)> other = axon.SendAsync(axon.Request(body: body, caller: axon.Hotkey));
        gate.SetResult();
        (await first).Status.ShouldBe(200);
        (await other).Status.ShouldBe(200);
        // The memory is given back a moment after the reply has gone out.
        while ((await axon.SendAsync(axon.Request(body: body))).Status != 200)
            Stop.ThrowIfCancellationRequested();
    }

    [Fact]
    public async Task Bodies_above_the_memory_for_all_of_them_are_503()
    {
        await using AxonFixture axon = await AxonFixture.StartAsync(new AxonOptions { MaxBufferedBodyBytes = 200_000 });
        (await axon.SendAsync(axon.Request(body: $"{{\"text_input\": \"{new string('a', 400_000)}\"}}"))).Status.ShouldBe(503);
        (await axon.SendAsync(axon.Request())).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_stop_refuses_newcomers_and_lets_running_requests_finish()
    {
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using AxonFixture axon = await AxonFixture.StartAsync(handler: async (synapse, stop) =>
        {
            running.SetResult();
            await gate.Task.WaitAsync(stop);
            return synapse;
        });
        Task<(int Status, string Message)> answer = axon.SendAsync(axon.Request());
        await running.Task.WaitAsync(Stop);
        Task stopping = axon.Axon.StopAsync(Stop);
        await Should.ThrowAsync<SocketException>(() => RawHttp.SendAsync(axon.Axon.Port, axon.Request().ToBytes(), Stop));
        stopping.IsCompleted.ShouldBeFalse();
        gate.SetResult();
        (await answer).Status.ShouldBe(200);
        await stopping;
    }

    [Fact]
    public async Task A_stop_cancels_handlers_that_outlast_its_limit()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using AxonFixture axon = await AxonFixture.StartAsync(clock: clock, handler: async (synapse, stop) =>
        {
            using CancellationTokenRegistration registration = stop.Register(cancelled.SetResult);
            running.SetResult();
            await Task.Delay(Timeout.Infinite, stop);
            return synapse;
        });
        Task<(int Status, string Message)> answer = axon.SendAsync(axon.Request(SignedRequest.Now(clock)));
        await running.Task.WaitAsync(Stop);
        Task stopping = axon.Axon.StopAsync(Stop);
        clock.Advance(TimeSpan.FromSeconds(31));
        await cancelled.Task.WaitAsync(Stop);
        await stopping;
        await Should.ThrowAsync<HttpRequestException>(() => answer);
    }

    [Fact]
    public async Task A_caller_that_leaves_cancels_its_handler()
    {
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using AxonFixture axon = await AxonFixture.StartAsync(handler: async (synapse, stop) =>
        {
            using CancellationTokenRegistration registration = stop.Register(cancelled.SetResult);
            running.SetResult();
            await Task.Delay(Timeout.Infinite, stop);
            return synapse;
        });
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(IPAddress.Loopback, axon.Axon.Port, Stop);
            await client.GetStream().WriteAsync(axon.Request().ToBytes(), Stop);
            await running.Task.WaitAsync(Stop);
        }
        await cancelled.Task.WaitAsync(Stop);
    }

    /// <summary>What an axon says to somebody who connects and asks nothing.</summary>
    private static async Task<byte[]> ReadOnNewConnectionAsync(AxonFixture axon)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, axon.Axon.Port, Stop);
            return await RawHttp.ReadMessageAsync(client.GetStream(), Stop);
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
        {
            return []; // closed so soon that connecting already noticed
        }
    }

    private static DefaultConnectionContext Connection(string address) =>
        new() { RemoteEndPoint = new IPEndPoint(IPAddress.Parse(address), 40_000) };
}
