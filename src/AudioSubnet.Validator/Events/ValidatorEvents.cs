using Microsoft.Extensions.Logging;

namespace AudioSubnet.Validator.Events;

/// <summary>Hands events to the observers, one at a time and in order, and keeps their faults away from the validator.</summary>
internal sealed class ValidatorEvents(IReadOnlyList<IValidatorObserver> observers, TimeProvider clock, ILogger logger)
{
    private readonly Lock _lock = new();

    public DateTimeOffset Now => clock.GetUtcNow();

    public void Publish(ValidatorEvent happened)
    {
        lock (_lock)
            foreach (IValidatorObserver observer in observers)
            {
                try
                {
                    observer.Observe(happened);
                }
#pragma warning disable CA1031 // Whatever a view does wrong must not stop the validator.
                catch (Exception fault)
#pragma warning restore CA1031
                {
                    Log.ObserverFailed(logger, observer.GetType().Name, fault);
                }
            }
    }

    public void Problem(string area, string message)
    {
        Log.ProblemMet(logger, area, message);
        Publish(new Problem(Now, area, message));
    }
}
