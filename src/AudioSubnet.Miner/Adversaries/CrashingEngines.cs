using AudioSubnet.Dsp;
using AudioSubnet.Engines;

namespace AudioSubnet.Miner.Adversaries;

/// <summary>Fails on each request as broken code does: with an exception that nobody foresaw.</summary>
internal sealed class CrashingEngines(MinerEngines honest) : MisbehavingEngines(honest)
{
    public override Task<AudioBuffer> SpeakAsync(SpeechRequest request, CancellationToken cancellationToken = default) =>
        throw Crash(Speech.Name);

    public override Task<AudioBuffer> CloneAsync(CloneRequest request, CancellationToken cancellationToken = default) =>
        throw Crash(Cloning.Name);

    public override Task<AudioBuffer> ComposeAsync(MusicRequest request, CancellationToken cancellationToken = default) =>
        throw Crash(Music.Name);

    private static InvalidOperationException Crash(string engine) => new($"{engine} met a state that cannot be.");
}
