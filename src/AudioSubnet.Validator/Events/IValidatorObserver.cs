namespace AudioSubnet.Validator.Events;

/// <summary>Hears what the validator does: a live table, a logger of experiments, a test.</summary>
public interface IValidatorObserver
{
    /// <summary>Called in order, from one caller at a time; must return at once and not throw (an exception is logged and
    /// dropped).</summary>
    void Observe(ValidatorEvent happened);
}
