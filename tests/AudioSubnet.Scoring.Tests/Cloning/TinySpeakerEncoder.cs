using AudioSubnet.Dsp;
using AudioSubnet.Models.WavLm;
using AudioSubnet.Scoring.Judges;
using AudioSubnet.TestData;

namespace AudioSubnet.Scoring.Tests.Cloning;

/// <summary>WavLM with the small random weights of the golden cases; counts what it hears.</summary>
internal sealed class TinySpeakerEncoder : ISpeakerEncoder, IDisposable
{
    private readonly WavLmVoiceEncoder _encoder = new(WavLmSpeakerEncoder.Open(Folder), "tiny", "CC0-1.0");

    public static string Folder =>
        TestPaths.GoldenFolders.Select(root => Path.Combine(root, "wavlm_sv", "tiny-lastlayer")).FirstOrDefault(Directory.Exists)
        ?? throw new InvalidOperationException("no wavlm_sv/tiny-lastlayer in any golden folder");

    public int Heard { get; private set; }

    public string Name => _encoder.Name;

    public string License => _encoder.License;

    public double MinSeconds => _encoder.MinSeconds;

    public float[] Embed(AudioBuffer audio, CancellationToken cancellationToken = default)
    {
        Heard++;
        return _encoder.Embed(audio, cancellationToken);
    }

    public void Dispose() => _encoder.Dispose();
}
