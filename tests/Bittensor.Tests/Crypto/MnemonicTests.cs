using System.Text.Json;
using Bittensor.Crypto;

namespace Bittensor.Tests.Crypto;

public class MnemonicTests
{
    [Fact]
    [Trait("Area", "vectors")]
    public void Refuses_every_published_bad_sentence()
    {
        int count = 0;
        foreach (JsonElement vector in CryptoVectors.Read("keys.json", "invalidMnemonics"))
        {
            string sentence = vector.Text("mnemonic");
            Mnemonic.IsValid(sentence).ShouldBeFalse(sentence);
            Should.Throw<FormatException>(() => new Mnemonic(sentence)).Message.ShouldNotContain("cloth");
            count++;
        }

        count.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(15)]
    [InlineData(18)]
    [InlineData(21)]
    [InlineData(24)]
    public void Generates_sentences_of_every_length_that_read_back(int words)
    {
        Mnemonic mnemonic = Mnemonic.Generate(words);
        mnemonic.WordCount.ShouldBe(words);
        mnemonic.Sentence.Split(' ').Length.ShouldBe(words);
        new Mnemonic(mnemonic.Sentence).ToEntropy().ShouldBe(mnemonic.ToEntropy());
        Mnemonic.Generate(words).Sentence.ShouldNotBe(mnemonic.Sentence);
    }

    [Fact]
    public void White_space_between_words_does_not_matter()
    {
        const string sentence = "arrange cloth thumb manual know divorce neutral actual donate maximum book globe";
        new Mnemonic("  " + sentence.Replace(" ", "\n\t ", StringComparison.Ordinal) + "\r\n").Sentence.ShouldBe(sentence);
    }

    [Fact]
    public void Other_lengths_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Mnemonic.Generate(13));
        Should.Throw<ArgumentException>(() => Mnemonic.FromEntropy(new byte[12]));
        Should.Throw<ArgumentException>(() => Mnemonic.FromEntropy(new byte[17]));
    }

    [Fact]
    public void Its_text_hides_the_words() => Mnemonic.Generate().ToString().ShouldBe("(12 secret words)");
}
