using AudioSubnet.Dsp;
using AudioSubnet.Engines;

namespace AudioSubnet.Miner.Adversaries;

/// <summary>Waits before it begins.</summary>
internal sealed class SlowEngines(MinerEngines honest, TimeSpan delay, TimeProvider clock) : MisbehavingEngines(honest)
{
    public override async Task<AudioBuffer> SpeakAsync(SpeechRequest request, CancellationToken cancellationToken = default)
    {
        await Task.Delay(delay, clock, cancellationToken);
        return await Speech.SpeakAsync(request, cancellationToken);
    }

    public override async Task<AudioBuffer> CloneAsync(CloneRequest request, CancellationToken cancellationToken = default)
    {
        await Task.Delay(delay, clock, cancellationToken);
        return await Cloning.CloneAsync(request, cancellationToken);
    }

    public override async Task<AudioBuffer> ComposeAsync(MusicRequest request, CancellationToken cancellationToken = default)
    {
        await Task.Delay(delay, clock, cancellationToken);
        return await Music.ComposeAsync(request, cancellationToken);
    }
}
