namespace AudioSubnet.Miner.Adversaries;

/// <summary>Turns engines into misbehaving ones. They keep the names of the engines they stand before, as a cheat would.</summary>
public static class Misbehaviour
{
    /// <summary>How long <see cref="MinerBehaviour.Slow"/> waits unless told otherwise: longer than any validator.</summary>
    public static readonly TimeSpan DefaultDelay = TimeSpan.FromMinutes(4);

    /// <summary>The engines of a miner of that behaviour; the given ones themselves for an honest miner.</summary>
    /// <param name="engines">Working engines.</param>
    /// <param name="behaviour">How the miner behaves.</param>
    /// <param name="delay">How long a slow miner waits; null is <see cref="DefaultDelay"/>.</param>
    /// <param name="clock">Clock of the delay, the system's by default.</param>
    /// <exception cref="ArgumentException">A miner that speaks a wrong text needs a speech engine.</exception>
    public static MinerEngines Apply(MinerEngines engines, MinerBehaviour behaviour, TimeSpan? delay = null, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(engines);
        if (behaviour == MinerBehaviour.WrongText && engines.Speech is null)
            throw new ArgumentException("A miner that speaks a wrong text needs a speech engine.", nameof(engines));
        return behaviour switch
        {
            MinerBehaviour.Honest => engines,
            MinerBehaviour.Silent => Put(engines, new SilentEngines(engines)),
            MinerBehaviour.Noisy => Put(engines, new NoisyEngines(engines)),
            MinerBehaviour.WrongText => Put(engines, new WrongTextEngines(engines)),
            MinerBehaviour.Copier => Put(engines, new CopyingEngines(engines)),
            MinerBehaviour.Slow => Put(engines, new SlowEngines(engines, delay ?? DefaultDelay, clock ?? TimeProvider.System)),
            MinerBehaviour.Crashing => Put(engines, new CrashingEngines(engines)),
            _ => throw new ArgumentOutOfRangeException(nameof(behaviour), behaviour, "Not a behaviour."),
        };
    }

    private static MinerEngines Put(MinerEngines engines, MisbehavingEngines misbehaving) => new()
    {
        Speech = engines.Speech is null ? null : misbehaving,
        Cloning = engines.Cloning is null ? null : misbehaving,
        Music = engines.Music is null ? null : misbehaving,
    };
}
