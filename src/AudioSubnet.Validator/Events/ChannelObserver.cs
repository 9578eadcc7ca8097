using System.Threading.Channels;

namespace AudioSubnet.Validator.Events;

/// <summary>Puts events into a bounded channel for a reader that has its own pace; when it is too slow the oldest events are
/// dropped.</summary>
/// <param name="capacity">Events that may wait.</param>
public sealed class ChannelObserver(int capacity = 1024) : IValidatorObserver
{
    private readonly Channel<ValidatorEvent> _channel =
        Channel.CreateBounded<ValidatorEvent>(new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>Where to read the events.</summary>
    public ChannelReader<ValidatorEvent> Reader => _channel.Reader;

    /// <inheritdoc/>
    public void Observe(ValidatorEvent happened) => _channel.Writer.TryWrite(happened);

    /// <summary>Ends the reader's loop after the events that wait.</summary>
    public void Complete() => _channel.Writer.TryComplete();
}
