using Bittensor.Wire;
using Microsoft.Extensions.Time.Testing;

namespace Bittensor.Tests.Wire;

[Trait("Area", "wire")]
public sealed class HandlerQueueTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);
    private readonly FakeTimeProvider _clock = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_highest_priority_goes_first_and_equal_ones_in_order_of_arrival()
    {
        var queue = new HandlerQueue(1, 10, _clock);
        (await queue.EnterAsync(0, Patience, Stop)).ShouldBe(QueueOutcome.Entered);
        double[] priorities = [1, 5, double.NaN, 3, 5, double.PositiveInfinity, -1];
        List<Task<QueueOutcome>> waiting = [.. priorities.Select(priority => queue.EnterAsync(priority, Patience, Stop))];
        queue.Waiting.ShouldBe(priorities.Length);
        foreach (int next in new[] { 5, 1, 4, 3, 0, 6, 2 })
        {
            queue.Leave();
            (await waiting[next]).ShouldBe(QueueOutcome.Entered);
            queue.Waiting.ShouldBe(waiting.Count(static task => !task.IsCompleted));
        }
    }

    [Fact]
    public async Task A_full_line_turns_the_lowest_priority_away()
    {
        var queue = new HandlerQueue(1, 2, _clock);
        await queue.EnterAsync(0, Patience, Stop);
        Task<QueueOutcome> low = queue.EnterAsync(1, Patience, Stop);
        Task<QueueOutcome> middle = queue.EnterAsync(2, Patience, Stop);
        Task<QueueOutcome> high = queue.EnterAsync(3, Patience, Stop);
        (await low).ShouldBe(QueueOutcome.Crowded);
        (await queue.EnterAsync(2, Patience, Stop)).ShouldBe(QueueOutcome.Crowded);
        queue.Leave();
        (await high).ShouldBe(QueueOutcome.Entered);
        queue.Leave();
        (await middle).ShouldBe(QueueOutcome.Entered);
    }

    [Fact]
    public async Task Who_has_waited_too_long_or_left_does_not_keep_a_slot()
    {
        var queue = new HandlerQueue(1, 10, _clock);
        await queue.EnterAsync(0, Patience, Stop);
        Task<QueueOutcome> late = queue.EnterAsync(5, Patience, Stop);
        using var left = new CancellationTokenSource();
        Task<QueueOutcome> gone = queue.EnterAsync(4, TimeSpan.FromHours(1), left.Token);
        _clock.Advance(Patience);
        (await late).ShouldBe(QueueOutcome.TimedOut);
        await left.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => gone);
        queue.Waiting.ShouldBe(0);
        queue.Leave();
        (await queue.EnterAsync(0, Patience, Stop)).ShouldBe(QueueOutcome.Entered);
    }
}
