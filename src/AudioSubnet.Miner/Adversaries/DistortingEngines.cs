using AudioSubnet.Dsp;
using AudioSubnet.Engines;

namespace AudioSubnet.Miner.Adversaries;

/// <summary>Answers with what the honest engines make, spoiled.</summary>
internal abstract class DistortingEngines(MinerEngines honest) : MisbehavingEngines(honest)
{
    public sealed override async Task<AudioBuffer> SpeakAsync(SpeechRequest request, CancellationToken cancellationToken = default) =>
        Distort(await Speech.SpeakAsync(request, cancellationToken));

    public sealed override async Task<AudioBuffer> CloneAsync(CloneRequest request, CancellationToken cancellationToken = default) =>
        Distort(await Cloning.CloneAsync(request, cancellationToken));

    public sealed override async Task<AudioBuffer> ComposeAsync(MusicRequest request, CancellationToken cancellationToken = default) =>
        Distort(await Music.ComposeAsync(request, cancellationToken));

    protected abstract AudioBuffer Distort(AudioBuffer audio);
}
