using AudioSubnet.Dsp;

namespace AudioSubnet.Miner.Adversaries;

/// <summary>Silence of the right length.</summary>
internal sealed class SilentEngines(MinerEngines honest) : DistortingEngines(honest)
{
    protected override AudioBuffer Distort(AudioBuffer audio) => new(new float[audio.Frames], audio.SampleRate);
}
