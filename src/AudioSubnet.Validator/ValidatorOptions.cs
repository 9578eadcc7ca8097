using Bittensor.Chain;

namespace AudioSubnet.Validator;

/// <summary>How a validator works. The defaults are those of the existing network where it has any.</summary>
public sealed record ValidatorOptions
{
    /// <summary>The subnet (<c>--netuid</c>).</summary>
    public ushort Netuid { get; init; } = 16;

    /// <summary>Share of the old score that stays in the moving average, 0 ≤ alpha &lt; 1 (<c>--alpha</c>): score = alpha · score + (1 −
    /// alpha) · new.</summary>
    public double Alpha { get; init; } = 0.75;

    /// <summary>What is folded in for a failure.</summary>
    public double Punishment { get; init; } = -0.1;

    /// <summary>Miners asked in one round (<c>--vcdnp</c>); all of them if there are fewer.</summary>
    public int MinersPerRound { get; init; } = 10;

    /// <summary>Folder of the database, the audio and the evidence.</summary>
    public string StateDirectory { get; init; } = "validator";

    /// <summary>Time a miner has for speech.</summary>
    public TimeSpan TextToSpeechTimeout { get; init; } = TimeSpan.FromSeconds(50);

    /// <summary>Time a miner has for music.</summary>
    public TimeSpan MusicTimeout { get; init; } = TimeSpan.FromSeconds(140);

    /// <summary>Time a miner has for a cloned voice.</summary>
    public TimeSpan VoiceCloneTimeout { get; init; } = TimeSpan.FromSeconds(150);

    /// <summary>Length of music in tokens at 50.2 a second; 755 = 15 s.</summary>
    public int MusicTokens { get; init; } = 755;

    /// <summary>Whether the miners of a round get prompts of their own.</summary>
    public PromptSharing PromptSharing { get; init; } = PromptSharing.PerMiner;

    /// <summary>Answers scored at the same time.</summary>
    public int ScoringParallelism { get; init; } = 2;

    /// <summary>Pause between two rounds.</summary>
    public TimeSpan RoundPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Rounds after which the validator stops; null: none.</summary>
    public int? MaxRounds { get; init; }

    /// <summary>Seed of every random choice; null draws one.</summary>
    public int? Seed { get; init; }

    /// <summary>Stake from which a neuron with a validator permit is taken for a validator and never asked, as the chain counts it (the
    /// SDK's customary 4096).</summary>
    public Balance ValidatorStake { get; init; } = Balance.FromTao(4096);

    /// <summary>Version key of the weights; null takes the one the subnet asks for.</summary>
    public ulong? WeightsVersionKey { get; init; }

    /// <summary>The audio of so many of the newest rounds is kept: some 4 GB with ten miners a round; 0 keeps all.</summary>
    public int KeepAudioRounds { get; init; } = 1000;

    /// <summary>The metrics of each answer are kept in the database for so many of the newest rounds, about 45 kB each; of older ones the
    /// scores, verdicts and reasons stay. 0 keeps all.</summary>
    public int KeepMetricsRounds { get; init; } = 10_000;

    /// <summary>Time a call to the chain may take.</summary>
    public TimeSpan ChainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the chain is asked whether weights are due.</summary>
    public TimeSpan WeightsPoll { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>Folder that holds <c>tts_source</c>, <c>vc_source</c>, <c>ttm_source</c> and what becomes of them; null switches the folder
    /// services off.</summary>
    public string? FolderServicesDirectory { get; init; }

    /// <summary>How often the source folders are looked at.</summary>
    public TimeSpan FolderPoll { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a recording without its text (or the other way round) may lie before it is set aside.</summary>
    public TimeSpan FolderGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many of the best miners a folder service asks; the best answer is kept.</summary>
    public int FolderMiners { get; init; } = 3;

    /// <summary>The time a miner has for a service.</summary>
    public TimeSpan Timeout(AudioService service) => service switch
    {
        AudioService.TextToSpeech => TextToSpeechTimeout,
        AudioService.MusicGeneration => MusicTimeout,
        AudioService.VoiceClone => VoiceCloneTimeout,
        _ => throw new ArgumentOutOfRangeException(nameof(service), service, "There are three services."),
    };

    /// <summary>Throws if a value makes no sense.</summary>
    /// <exception cref="ArgumentException">The message names the option, its value and its range.</exception>
    public void Validate()
    {
        Check(Alpha is >= 0 and < 1, nameof(Alpha), $"alpha is {Alpha}; it must be at least 0 and below 1 (0.75 keeps three quarters of the old score).");
        Check(Punishment <= 0, nameof(Punishment), $"The punishment is {Punishment}; it must not be above 0.");
        Check(MinersPerRound > 0, nameof(MinersPerRound), $"Miners per round are {MinersPerRound}; at least 1 must be asked.");
        Check(
            ScoringParallelism > 0, nameof(ScoringParallelism), $"The scoring parallelism is {ScoringParallelism}; it must be at least 1.");
        Check(MusicTokens > 0, nameof(MusicTokens), $"The music length is {MusicTokens} tokens; it must be at least 1.");
        Check(FolderMiners > 0, nameof(FolderMiners), $"The folder services ask {FolderMiners} miners; it must be at least 1.");
        Check(KeepAudioRounds >= 0, nameof(KeepAudioRounds), $"The audio of {KeepAudioRounds} rounds is to be kept; it must be at least 1, or 0 for all.");
        Check(KeepMetricsRounds >= 0, nameof(KeepMetricsRounds), $"The metrics of {KeepMetricsRounds} rounds are to be kept; it must be at least 1, or 0 for all.");
        Check(RoundPause >= TimeSpan.Zero, nameof(RoundPause), $"The pause between rounds is {RoundPause}; it must not be negative.");
        Check(WeightsPoll > TimeSpan.Zero, nameof(WeightsPoll), $"The chain is asked for weights every {WeightsPoll}; it must be above zero.");
        Check(
            FolderPoll > TimeSpan.Zero, nameof(FolderPoll), $"The source folders are looked at every {FolderPoll}; it must be above zero.");
        foreach (AudioService service in AudioServices.Rotation)
            Check(Timeout(service) > TimeSpan.Zero, $"{service}Timeout", $"The timeout for {service.ShortName()} is {Timeout(service)}; it must be above zero.");
    }

    private static void Check(bool holds, string option, string message)
    {
        if (!holds)
            throw new ArgumentException(message, option);
    }
}
