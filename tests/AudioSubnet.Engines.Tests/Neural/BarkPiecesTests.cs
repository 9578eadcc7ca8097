using AudioSubnet.Dsp;
using AudioSubnet.Engines.Neural;
using AudioSubnet.Models.Bark;

namespace AudioSubnet.Engines.Tests.Neural;

/// <summary>How texts are cut for Bark, and which voices it remembers.</summary>
[Trait("Area", "engines")]
public sealed class BarkPiecesTests
{
    [Fact]
    public void Short_sentences_are_spoken_together_and_long_ones_are_cut()
    {
        BarkSpeaker.Split("One. Two! Three? [laughs]").ShouldBe(["One. Two! Three? [laughs]"]);
        string sentence = "The old lighthouse keeper walked slowly down to the harbour.";
        string text = string.Join(' ', Enumerable.Repeat(sentence, 7));
        string[] pieces = [.. BarkSpeaker.Split(text)];
        pieces.ShouldAllBe(piece => piece.Length <= 190);
        pieces.Length.ShouldBe(3);
        string.Join(' ', pieces).ShouldBe(text);
        BarkSpeaker.Split(string.Concat(Enumerable.Repeat("and on it goes ", 40))).ShouldAllBe(piece => piece.Length <= 190);
    }

    [Fact]
    public void Signs_that_take_as_long_as_words_count_as_such() =>
        BarkSpeaker.Split(string.Concat(Enumerable.Repeat("今日はとても良い天気ですね。", 12))).ShouldAllBe(piece => piece.Length <= 47);

    [Fact]
    public void A_reference_is_heard_once_until_others_have_displaced_it()
    {
        var voices = new RecentVoices(capacity: 2);
        var heard = new List<float>();
        BarkVoice Get(float sample) => voices.Get(new AudioBuffer([sample, 0], 16000), reference =>
        {
            heard.Add(reference.Mono.Span[0]);
            return new BarkVoice { Semantic = [(long)sample], Coarse = [[1], [1]], Fine = [[1]] };
        });

        Get(1).ShouldBeSameAs(Get(1));
        Get(2).Semantic.ShouldBe([2]);
        Get(1);
        heard.ShouldBe([1, 2]);
        Get(3); // displaces 2, which was asked for longest ago
        Get(1);
        heard.ShouldBe([1, 2, 3]);
        Get(2);
        heard.ShouldBe([1, 2, 3, 2]);
        voices.Get(new AudioBuffer([1f, 0], 24000), _ => new BarkVoice { Semantic = [9], Coarse = [], Fine = [] }).Semantic.ShouldBe([9], "another rate is another voice");
    }
}
