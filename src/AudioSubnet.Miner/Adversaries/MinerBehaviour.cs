namespace AudioSubnet.Miner.Adversaries;

/// <summary>How a miner behaves. All but <see cref="Honest"/> are there to show that a network notices.</summary>
public enum MinerBehaviour
{
    /// <summary>Answers what it is asked.</summary>
    Honest,

    /// <summary>Answers with silence of the right length.</summary>
    Silent,

    /// <summary>Adds white noise that is louder than the sound.</summary>
    Noisy,

    /// <summary>Speaks a text of its own, whatever it is asked, music included.</summary>
    WrongText,

    /// <summary>Passes on what was made for an earlier prompt; a cloned voice is the recording itself.</summary>
    Copier,

    /// <summary>Answers well but after the validators have given up.</summary>
    Slow,

    /// <summary>Fails on each request.</summary>
    Crashing,
}
