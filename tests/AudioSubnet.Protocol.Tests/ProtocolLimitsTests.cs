namespace AudioSubnet.Protocol.Tests;

[Trait("Area", "protocol")]
public sealed class ProtocolLimitsTests
{
    [Fact]
    public void A_prompt_of_256_characters_is_accepted() =>
        ProtocolLimits.CheckPrompt(new string('a', 256)).ShouldBeNull();

    // The Python network replaced such a prompt by one letter of itself.
    [Fact]
    public void A_prompt_of_257_characters_is_refused_and_not_altered()
    {
        var synapse = new TextToSpeech { TextInput = new string('a', 257) };
        synapse.CheckRequest().ShouldBe("text_input has 257 characters; the limit is 256.");
        synapse.TextInput.Length.ShouldBe(257);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n\t")]
    public void A_prompt_without_words_is_refused(string? prompt) =>
        ProtocolLimits.CheckPrompt(prompt)!.ShouldContain("text_input is empty");

    [Theory]
    [InlineData("line one\nline two\tend", null)]
    [InlineData("Grüße, 世界 🎵", null)]
    [InlineData("a\0b", "text_input has the control character U+0000 at position 1.")]
    [InlineData("\n\u001b[31mred", "text_input has the control character U+001B at position 1.")]
    public void A_prompt_may_have_line_breaks_but_no_other_control_characters(string prompt, string? error) =>
        ProtocolLimits.CheckPrompt(prompt).ShouldBe(error);

    [Theory]
    [InlineData(8000, true)]
    [InlineData(48000, true)]
    [InlineData(7999, false)]
    [InlineData(48001, false)]
    [InlineData(0, false)]
    [InlineData(-16000, false)]
    [InlineData(null, false)]
    public void A_sample_rate_lies_between_8_and_48_kHz(int? rate, bool valid) =>
        (ProtocolLimits.CheckSampleRate(rate) is null).ShouldBe(valid);
}
