using AudioSubnet.Dsp;
using AudioSubnet.Scoring;
using AudioSubnet.Validator.Rounds;
using Bittensor.Crypto;

namespace AudioSubnet.Validator.Tests;

[Trait("Area", "validator")]
public sealed class CopyTests
{
    [Fact]
    public void A_contour_survives_volume_noise_and_a_shift()
    {
        AudioBuffer audio = Sounds.Babble(1);
        byte[] contour = AudioContour.Of(audio).ShouldNotBeNull();

        AudioContour.Same(contour, AudioContour.Of(Sounds.WithNoise(audio, 0.005f, 2))!).ShouldBeTrue();
        AudioContour.Same(contour, AudioContour.Of(new AudioBuffer([.. new float[777], .. audio.Mono.Span], Sounds.Rate))!).ShouldBeTrue();
    }

    [Fact]
    public void Contours_of_different_sounds_of_the_same_length_differ()
    {
        byte[][] contours = [.. Enumerable.Range(0, 40).Select(seed => AudioContour.Of(Sounds.Babble(seed))!)];
        for (int i = 0; i < contours.Length; i++)
            for (int j = 0; j < i; j++)
                AudioContour.Same(contours[i], contours[j]).ShouldBeFalse($"{i} and {j}");
    }

    [Fact]
    public void Silence_and_steady_tones_have_no_contour()
    {
        AudioContour.Of(new AudioBuffer(new float[16000], 16000)).ShouldBeNull();
        AudioContour.Of(new AudioBuffer([.. Enumerable.Range(0, 16000).Select(i => MathF.Sin(i * 0.3f))], 16000)).ShouldBeNull();
        AudioContour.Of(new AudioBuffer(Array.Empty<float>(), 16000)).ShouldBeNull();
    }

    [Fact]
    public void The_answer_that_fits_its_own_question_is_the_original_however_late_it_came()
    {
        byte[] contour = AudioContour.Of(Sounds.Babble(1))!;
        var copies = Find([Response(1, "a", 0.0, seconds: 1, contour), Response(2, "b", 0.9, seconds: 5, contour), Response(3, "c", 0.8, 1, AudioContour.Of(Sounds.Babble(3))!)]);

        copies.Keys.ShouldBe([0]);
        copies[0].ShouldContain("uid 2");
    }

    [Fact]
    public void Of_equally_good_answers_the_later_one_is_the_copy()
    {
        byte[] contour = AudioContour.Of(Sounds.Babble(1))!;
        Find([Response(1, "a", 0.7, seconds: 3, contour), Response(2, "a", 0.7, seconds: 2, contour)]).Keys.ShouldBe([0]);
    }

    [Fact]
    public void The_same_sentence_spoken_the_same_way_in_an_earlier_round_is_no_replay_but_for_another_question_it_is()
    {
        byte[] contour = AudioContour.Of(Sounds.Babble(1))!;
        MinerResponse[] responses = [Response(1, "a", 0.7, 1, contour)];

        CopyDetector.Find(responses, new Dictionary<string, byte[]>(), [(Key(9), 1, "a", null, contour)]).ShouldBeEmpty();
        CopyDetector.Find(responses, new Dictionary<string, byte[]>(), [(Key(9), 1, "b", null, contour)]).Keys.ShouldBe([0]);
    }

    /// <summary>Known fault: the reference recording sent back was a perfect clone.</summary>
    [Fact]
    public void Known_fault_returning_the_reference_recording_is_no_clone()
    {
        AudioBuffer voice = Sounds.Babble(4);
        MinerResponse response = Response(1, "a", 0.9, 1, AudioContour.Of(Sounds.WithNoise(voice, 0.003f, 1))!) with { Voice = "voice" };

        var references = new Dictionary<string, byte[]> { ["voice"] = AudioContour.Of(voice)! };
        CopyDetector.Find([response], references, []).Values.ShouldHaveSingleItem().ShouldContain("recording");
    }

    private static IReadOnlyDictionary<int, string> Find(MinerResponse[] responses) =>
        CopyDetector.Find(responses, new Dictionary<string, byte[]>(), []);

    private static AccountId Key(byte number) => new([.. Enumerable.Repeat(number, AccountId.Length)]);

    private static MinerResponse Response(ushort uid, string prompt, double score, double seconds, byte[] contour) => new()
    {
        Round = 2,
        Service = AudioService.TextToSpeech,
        Uid = uid,
        Hotkey = Key((byte)uid),
        Prompt = prompt,
        Verdict = ResponseVerdict.Scored,
        Reason = "",
        StatusCode = 200,
        ProcessSeconds = seconds,
        Score = new Score(score, "test", [], ""),
        Fingerprint = contour,
    };
}
