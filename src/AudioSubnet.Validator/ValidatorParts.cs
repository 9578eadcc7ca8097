using AudioSubnet.Scoring;
using AudioSubnet.Validator.Events;
using AudioSubnet.Validator.Network;
using AudioSubnet.Validator.Prompts;
using AudioSubnet.Validator.State;
using AudioSubnet.Validator.Voices;
using Bittensor.Chain;
using Bittensor.Crypto;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AudioSubnet.Validator;

/// <summary>What a validator works with. All of it stays the caller's to dispose.</summary>
public sealed record ValidatorParts
{
    /// <summary>The validator's hotkey.</summary>
    public required Keypair Hotkey { get; init; }

    /// <summary>The chain.</summary>
    public required ISubtensor Chain { get; init; }

    /// <summary>How miners are asked.</summary>
    public required IMinerClient Miners { get; init; }

    /// <summary>What scores their answers.</summary>
    public required IAudioScorer Scorer { get; init; }

    /// <summary>The memory; open it with <see cref="ValidatorStore.Open"/> on <see cref="ValidatorOptions.StateDirectory"/>.</summary>
    public required ValidatorStore Store { get; init; }

    /// <summary>Where prompts come from.</summary>
    public IPromptSource Prompts { get; init; } = new ShippedPrompts();

    /// <summary>Where the voices to clone come from.</summary>
    public IVoiceSource Voices { get; init; } = FolderVoiceSource.Shipped();

    /// <summary>Who hears what happens.</summary>
    public IReadOnlyList<IValidatorObserver> Observers { get; init; } = [];

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Where messages go.</summary>
    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;
}
