using System.Collections.Concurrent;
using AudioSubnet.Validator.Events;

namespace AudioSubnet.Validator.Tests;

/// <summary>Keeps what it observes.</summary>
internal sealed class EventList : IValidatorObserver
{
    private readonly ConcurrentQueue<ValidatorEvent> _events = [];

    public IEnumerable<T> Of<T>()
        where T : ValidatorEvent => _events.OfType<T>();

    public void Observe(ValidatorEvent happened) => _events.Enqueue(happened);
}
