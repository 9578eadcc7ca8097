using AudioSubnet.Dsp;
using AudioSubnet.Models.Tests.Golden;
using AudioSubnet.Models.Vits;

namespace AudioSubnet.Models.Tests.Vits;

[Trait("Area", "golden")]
public sealed class VitsModelTests
{
    public static IEnumerable<TheoryDataRow<string>> Folders => GoldenCase.Of("vits", "config.json");

    [Theory]
    [MemberData(nameof(Folders))]
    public void The_same_seed_speaks_in_the_same_way(string configuration)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using VitsModel model = VitsModel.Open(Path.GetDirectoryName(configuration)!);
        AudioBuffer first = model.Speak("hello there", new() { Seed = 1 }, cancellation), again = model.Speak("hello there", new() { Seed = 1 }, cancellation);
        AudioBuffer other = model.Speak("hello there", new() { Seed = 2 }, cancellation);
        first.SampleRate.ShouldBe(model.Config.SamplingRate);
        first.Frames.ShouldBeGreaterThan(0);
        first.Channel(0).ToArray().ShouldBe(again.Channel(0).ToArray());
        first.Channel(0).ToArray().ShouldNotBe(other.Channel(0).ToArray());
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Faster_speech_is_shorter_and_pieces_make_the_whole(string configuration)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using VitsModel model = VitsModel.Open(Path.GetDirectoryName(configuration)!);
        AudioBuffer slow = model.Speak("a longer text to speak", new() { SpeakingRate = 0.5f }, cancellation);
        model.Speak("a longer text to speak", new() { SpeakingRate = 2 }, cancellation).Frames.ShouldBeLessThan(slow.Frames);
        float[] joined = [.. model.Stream("a longer text to speak", new() { SpeakingRate = 0.5f }, pieceFrames: 11, cancellation).SelectMany(piece => piece)];
        GoldenCase.ShouldMatch(slow.Channel(0), joined, 1e-5f);
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void What_cannot_be_spoken_is_empty_or_an_error(string configuration)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using VitsModel model = VitsModel.Open(Path.GetDirectoryName(configuration)!);
        model.Speak("", cancellationToken: cancellation).Frames.ShouldBe(0);
        model.Speak("你好", cancellationToken: cancellation).Frames.ShouldBe(0);
        Should.Throw<ArgumentException>(() => model.Speak("hello", new() { SpeakerId = 99 }, cancellation));
        Should.Throw<ArgumentException>(() => model.Speak("hello", new() { SpeakingRate = 0 }, cancellation));
        Should.Throw<ArgumentException>(() => model.Speak("hello", new() { NoiseScale = float.NaN }, cancellation));
        Should.Throw<OperationCanceledException>(() => model.Speak("hello", cancellationToken: new CancellationToken(canceled: true)));
    }
}
