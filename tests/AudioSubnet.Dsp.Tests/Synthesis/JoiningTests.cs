using AudioSubnet.Dsp.Synthesis;

namespace AudioSubnet.Dsp.Tests.Synthesis;

public class JoiningTests
{
    private const int Rate = 16000;

    private static AudioBuffer Tone(double seconds, double frequency = 200, double silence = 0, double phase = 1.2)
    {
        int quiet = (int)(silence * Rate);
        var samples = new float[(int)(seconds * Rate) + 2 * quiet];
        for (int i = quiet; i < samples.Length - quiet; i++)
            samples[i] = (float)(0.5 * Math.Sin(2 * Math.PI * frequency * i / Rate + phase));
        return new AudioBuffer(samples, Rate);
    }

    private static float LargestStep(AudioBuffer audio, int from, int to)
    {
        float largest = 0;
        for (int i = Math.Max(1, from); i < Math.Min(to, audio.Frames); i++)
            largest = Math.Max(largest, Math.Abs(audio.Channel(0)[i] - audio.Channel(0)[i - 1]));
        return largest;
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.05)]
    [InlineData(0)]
    public void A_seam_has_no_step_larger_than_the_sound_itself(double pause)
    {
        AudioBuffer first = Tone(0.5), second = Tone(0.4, 330, phase: 2);
        float own = LargestStep(second, 0, second.Frames);
        AudioBuffer joined = Joining.Join([first, second], pause);
        LargestStep(joined, first.Frames - 200, first.Frames + (int)(pause * Rate) + 200).ShouldBeLessThan(own * 1.5f);
    }

    [Fact]
    public void Pauses_are_even_whatever_silence_the_pieces_bring()
    {
        foreach (double silence in new[] { 0, 0.05, 0.1 })
        {
            AudioBuffer joined = Joining.Join([Tone(0.5, silence: silence), Tone(0.5, silence: silence)], 0.3);
            ReadOnlySpan<float> sound = joined.Channel(0);
            int start = (int)((silence + 0.5) * Rate) + 1, end = start;
            while (Math.Abs(sound[end]) < 0.004)
                end++;
            ((double)(end - start) / Rate).ShouldBe(0.3, 0.01);
        }
    }

    [Fact]
    public void A_cross_fade_keeps_the_power_of_unrelated_sounds()
    {
        var random = new Random(1);
        AudioBuffer Noise() => new([.. Enumerable.Range(0, 4000).Select(_ => (float)(random.NextDouble() - 0.5))], Rate);
        static double Power(ReadOnlySpan<float> samples)
        {
            double sum = 0;
            foreach (float sample in samples)
                sum += sample * sample;
            return sum / samples.Length;
        }

        AudioBuffer joined = Joining.CrossFade(Noise(), Noise(), 2000);
        joined.Frames.ShouldBe(6000);
        (Power(joined.Channel(0).Slice(2500, 1000)) / Power(joined.Channel(0)[..2000])).ShouldBe(1, 0.12);
    }

    [Fact]
    public void One_piece_stays_as_it_is_and_empty_ones_add_nothing()
    {
        AudioBuffer piece = Tone(0.2);
        Joining.Join([piece]).ShouldBeSameAs(piece);
        Joining.Join([piece, new AudioBuffer(Array.Empty<float>(), Rate)]).Frames.ShouldBe(piece.Frames);
        Joining.Join([new AudioBuffer([[], []], Rate), new AudioBuffer([[0.1f, 0.1f], [0.2f, 0.2f]], Rate)], 0).Channels.ShouldBe(2);
    }

    [Fact]
    public void Pieces_that_do_not_fit_are_refused()
    {
        Should.Throw<ArgumentException>(() => Joining.Join([]));
        Should.Throw<ArgumentException>(() => Joining.Join([Tone(0.1), new AudioBuffer(new float[10], 8000)]));
    }
}
