using AudioSubnet.Validator.Voices;
using Bittensor.Chain;

namespace AudioSubnet.Validator.Rounds;

/// <summary>What one miner is asked in a round.</summary>
internal sealed record MinerQuestion(NeuronInfo Miner, string Prompt, VoiceReference? Voice);
