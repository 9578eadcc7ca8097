using AudioSubnet.Dsp;
using AudioSubnet.Engines;

namespace AudioSubnet.Miner.Adversaries;

/// <summary>Speaks sentences of its own. Asked for music, it speaks as well.</summary>
internal sealed class WrongTextEngines(MinerEngines honest) : MisbehavingEngines(honest)
{
    private static readonly string[] Sentences =
    [
        "Our office is closed today, please call again tomorrow morning.",
        "The quick brown fox jumps over the lazy dog.",
        "Mind the gap between the train and the platform.",
        "Seven silver spoons lay on the kitchen table.",
    ];

    public override Task<AudioBuffer> SpeakAsync(SpeechRequest request, CancellationToken cancellationToken = default) =>
        Speech.SpeakAsync(request with { Text = OtherThan(request.Text) }, cancellationToken);

    public override Task<AudioBuffer> CloneAsync(CloneRequest request, CancellationToken cancellationToken = default) =>
        Cloning.CloneAsync(request with { Text = OtherThan(request.Text) }, cancellationToken);

    public override Task<AudioBuffer> ComposeAsync(MusicRequest request, CancellationToken cancellationToken = default) =>
        Speech.SpeakAsync(new SpeechRequest(OtherThan(request.Prompt)) { Seed = request.Seed }, cancellationToken);

    private static string OtherThan(string text)
    {
        int first = text.Length % Sentences.Length;
        return Sentences[first] == text ? Sentences[(first + 1) % Sentences.Length] : Sentences[first];
    }
}
