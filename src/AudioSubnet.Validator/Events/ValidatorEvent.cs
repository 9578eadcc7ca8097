namespace AudioSubnet.Validator.Events;

/// <summary>Something that a live view or a logger of experiments may want to show. One of the records derived from it.</summary>
/// <param name="At">When it happened.</param>
public abstract record ValidatorEvent(DateTimeOffset At);
