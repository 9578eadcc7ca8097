using AudioSubnet.Dsp;
using AudioSubnet.Engines;

namespace AudioSubnet.Miner.Adversaries;

/// <summary>
/// Lives on the work of others: it has another miner (the honest engines) answer each prompt and passes on what it got for the prompt
/// before, so it is always one behind. Asked to clone a voice, it hands back the recording.
/// </summary>
internal sealed class CopyingEngines(MinerEngines honest) : MisbehavingEngines(honest)
{
    private readonly Lock _lock = new();
    private AudioBuffer? _heardSpeech;
    private AudioBuffer? _heardMusic;

    public override async Task<AudioBuffer> SpeakAsync(SpeechRequest request, CancellationToken cancellationToken = default)
    {
        AudioBuffer heard = await Speech.SpeakAsync(request, cancellationToken);
        return Exchange(ref _heardSpeech, heard) ?? await Speech.SpeakAsync(new SpeechRequest("Good evening."), cancellationToken);
    }

    public override Task<AudioBuffer> CloneAsync(CloneRequest request, CancellationToken cancellationToken = default) =>
        Task.FromResult(request.Reference);

    public override async Task<AudioBuffer> ComposeAsync(MusicRequest request, CancellationToken cancellationToken = default)
    {
        AudioBuffer heard = await Music.ComposeAsync(request, cancellationToken);
        return Exchange(ref _heardMusic, heard) ?? heard;
    }

    private AudioBuffer? Exchange(ref AudioBuffer? kept, AudioBuffer heard)
    {
        lock (_lock)
        {
            AudioBuffer? before = kept;
            kept = heard;
            return before;
        }
    }
}
