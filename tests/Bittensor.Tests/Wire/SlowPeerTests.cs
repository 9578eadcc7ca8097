using System.Net;
using System.Net.Sockets;
using Bittensor.Wire;
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
            using var second = new TcpClient();
            await second.ConnectAsync(IPAddress.Loopback, axon.Axon.Port, Stop);
            (await RawHttp.ReadMessageAsync(second.GetStream(), Stop)).ShouldBeEmpty();
            await first.GetStream().WriteAsync(axon.Request().ToBytes(), Stop);
            RawMessage.Parse(await RawHttp.ReadMessageAsync(first.GetStream(), Stop)).Status.ShouldBe(200);
        }
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
}
