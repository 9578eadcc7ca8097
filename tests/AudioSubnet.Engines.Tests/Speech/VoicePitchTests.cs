using AudioSubnet.Dsp.Pitch;
using AudioSubnet.Engines.Speech;

namespace AudioSubnet.Engines.Tests.Speech;

[Trait("Area", "engines")]
public class VoicePitchTests
{
    [Theory]
    [InlineData("slt", 150, 200)]
    [InlineData("rms", 85, 115)]
    [InlineData("awb", 100, 150)]
    [InlineData("kal16", 75, 115)]
    public async Task The_pitch_tracker_tells_the_voices_apart(string voice, double low, double high)
    {
        var audio = await new FliteTextToSpeech(voice).SpeakAsync(new SpeechRequest("Every morning the old man walked along the river to his mill."), TestContext.Current.CancellationToken);
        var track = new PitchTracker().Track(audio);
        track.MedianFrequency.ShouldBeInRange(low, high);
        track.VoicedRatio.ShouldBeInRange(0.4, 0.95);
        track.SpreadSemitones.ShouldBeLessThan(4);
    }
}
