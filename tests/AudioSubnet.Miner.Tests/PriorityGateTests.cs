using AudioSubnet.Miner.Serving;

namespace AudioSubnet.Miner.Tests;

[Trait("Area", "miner")]
public sealed class PriorityGateTests
{
    [Fact]
    public async Task Only_so_many_are_inside_at_a_time()
    {
        var gate = new PriorityGate(concurrency: 2, queueLength: 5);
        IDisposable first = await gate.EnterAsync(0, TestSubnet.Token);
        using IDisposable second = await gate.EnterAsync(0, TestSubnet.Token);
        Task<IDisposable> third = gate.EnterAsync(0, TestSubnet.Token);
        third.IsCompleted.ShouldBeFalse();

        first.Dispose();
        using IDisposable place = await third;
    }

    [Fact]
    public async Task Equal_priorities_are_served_in_the_order_they_came()
    {
        var gate = new PriorityGate(1, 10);
        IDisposable place = await gate.EnterAsync(0, TestSubnet.Token);
        Task<IDisposable>[] waiting = [.. Enumerable.Range(0, 5).Select(_ => gate.EnterAsync(1, TestSubnet.Token))];
        foreach (Task<IDisposable> next in waiting)
        {
            place.Dispose();
            (await Task.WhenAny(waiting.Where(task => task == next || !task.IsCompleted))).ShouldBe(next);
            place = await next;
        }

        place.Dispose();
    }

    [Fact]
    public async Task Giving_a_place_back_twice_frees_one_place()
    {
        var gate = new PriorityGate(1, 5);
        IDisposable place = await gate.EnterAsync(0, TestSubnet.Token);
        place.Dispose();
        place.Dispose();
        using IDisposable again = await gate.EnterAsync(0, TestSubnet.Token);
        gate.EnterAsync(0, TestSubnet.Token).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_waiter_that_gives_up_takes_no_place()
    {
        var gate = new PriorityGate(1, 5);
        IDisposable place = await gate.EnterAsync(0, TestSubnet.Token);
        using var patience = new CancellationTokenSource();
        Task<IDisposable> gaveUp = gate.EnterAsync(9, patience.Token);
        Task<IDisposable> waits = gate.EnterAsync(1, TestSubnet.Token);
        await patience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => gaveUp);

        place.Dispose();
        using IDisposable next = await waits;
    }

    [Fact]
    public async Task A_full_queue_turns_away_the_lowest_priority_be_it_the_newcomer_or_not()
    {
        var gate = new PriorityGate(1, 1);
        using IDisposable place = await gate.EnterAsync(0, TestSubnet.Token);
        Task<IDisposable> waits = gate.EnterAsync(5, TestSubnet.Token);
        await Should.ThrowAsync<GateFullException>(() => gate.EnterAsync(5, TestSubnet.Token));
        Task<IDisposable> better = gate.EnterAsync(6, TestSubnet.Token);
        await Should.ThrowAsync<GateFullException>(() => waits);
        better.IsCompleted.ShouldBeFalse();
    }
}
