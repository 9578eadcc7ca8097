namespace AudioSubnet.Engines.Music.Composing;

/// <summary>Quarter notes to seconds: a steady tempo, then a ritardando that stretches the last quarters more and more.</summary>
/// <param name="BeatsPerMinute">Steady tempo in quarters a minute.</param>
/// <param name="RitardandoStart">Quarter at which the tempo starts to give way.</param>
/// <param name="RitardandoEnd">Quarter of the last chord.</param>
/// <param name="Stretch">How much longer the last quarter is than a steady one: 0 = no ritardando, 0.5 = half as long again.</param>
public sealed record TempoMap(double BeatsPerMinute, double RitardandoStart, double RitardandoEnd, double Stretch)
{
    /// <summary>Length of a quarter at the steady tempo, in seconds.</summary>
    public double SecondsPerQuarter => 60 / BeatsPerMinute;

    /// <summary>Seconds from the start to a quarter. The length of a quarter grows linearly over the ritardando and stays steady after
    /// it.</summary>
    public double SecondsAt(double quarter)
    {
        double span = RitardandoEnd - RitardandoStart;
        double inside = Math.Clamp(quarter - RitardandoStart, 0, Math.Max(0, span));
        double extra = span <= 0 ? 0 : Stretch * inside * inside / (2 * span);
        return (quarter + extra) * SecondsPerQuarter;
    }
}
