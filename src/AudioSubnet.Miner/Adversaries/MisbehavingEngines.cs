using AudioSubnet.Dsp;
using AudioSubnet.Engines;

namespace AudioSubnet.Miner.Adversaries;

/// <summary>Stands before the honest engines of a miner, under their names.</summary>
internal abstract class MisbehavingEngines(MinerEngines honest) : ITextToSpeech, IVoiceCloner, IMusicGenerator
{
    string ITextToSpeech.Name => Speech.Name;

    string IVoiceCloner.Name => Cloning.Name;

    string IMusicGenerator.Name => Music.Name;

    protected ITextToSpeech Speech => honest.Speech ?? throw new EngineException("This miner has no speech engine.");

    protected IVoiceCloner Cloning => honest.Cloning ?? throw new EngineException("This miner has no cloning engine.");

    protected IMusicGenerator Music => honest.Music ?? throw new EngineException("This miner has no music engine.");

    public abstract Task<AudioBuffer> SpeakAsync(SpeechRequest request, CancellationToken cancellationToken = default);

    public abstract Task<AudioBuffer> CloneAsync(CloneRequest request, CancellationToken cancellationToken = default);

    public abstract Task<AudioBuffer> ComposeAsync(MusicRequest request, CancellationToken cancellationToken = default);
}
