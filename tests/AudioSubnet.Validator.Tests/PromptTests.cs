using AudioSubnet.Protocol;
using AudioSubnet.Validator.Prompts;
using AudioSubnet.Validator.Voices;
using FsCheck.Xunit;
using Microsoft.Extensions.Logging.Abstractions;

namespace AudioSubnet.Validator.Tests;

[Trait("Area", "validator")]
public sealed class PromptTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(AudioService.TextToSpeech, 200)]
    [InlineData(AudioService.VoiceClone, 200)]
    [InlineData(AudioService.MusicGeneration, 100)]
    public async Task The_shipped_list_is_large_varied_and_within_the_limits(AudioService service, int least)
    {
        IReadOnlyList<string> prompts = await new ShippedPrompts().GetPromptsAsync(service, Cancellation);

        prompts.Count.ShouldBeGreaterThanOrEqualTo(least);
        prompts.Distinct(StringComparer.OrdinalIgnoreCase).Count().ShouldBe(prompts.Count);
        prompts.ShouldAllBe(prompt => prompt.Length <= ProtocolLimits.MaxPromptCharacters && !prompt.Any(char.IsDigit));
        if (service != AudioService.MusicGeneration)
        {
            prompts.Count(prompt => prompt.EndsWith('?')).ShouldBeGreaterThan(15);
            prompts.Min(prompt => prompt.Length).ShouldBeLessThan(20);
            prompts.Max(prompt => prompt.Length).ShouldBeGreaterThan(150);
        }
    }

    /// <summary>Known fault: a prompt over 256 characters was replaced by a random letter of itself.</summary>
    [Fact]
    public void Known_fault_a_prompt_that_is_too_long_is_refused_as_a_whole()
    {
        PromptRules.TryPrepare(new string('a', 257), out _, out string? reason).ShouldBeFalse();
        reason.ShouldNotBeNull().ShouldContain("257");
        PromptRules.TryPrepare(new string('a', 256), out string prompt, out _).ShouldBeTrue();
        prompt.Length.ShouldBe(256);
    }

    [Fact]
    public void A_prompt_that_becomes_too_long_by_spelling_its_numbers_is_refused()
    {
        string text = string.Join(' ', Enumerable.Repeat("777", 40));
        text.Length.ShouldBeLessThan(256);
        PromptRules.TryPrepare(text, out _, out string? reason).ShouldBeFalse();
        reason.ShouldNotBeNull().ShouldContain("numbers in words");
    }

    [Fact]
    public void Numbers_are_sent_as_words()
    {
        PromptRules.TryPrepare("We bought 12 eggs.", out string prompt, out _).ShouldBeTrue();
        prompt.ShouldBe("We bought twelve eggs.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \t ")]
    [InlineData("?!...")]
    [InlineData("bell\u0007")]
    public void A_prompt_without_words_or_with_control_characters_is_refused(string text) =>
        PromptRules.TryPrepare(text, out _, out _).ShouldBeFalse();

    [Fact]
    public void Csv_with_header_quotes_and_broken_rows_gives_the_good_rows_and_names_the_lines_of_the_others()
    {
        CsvPromptList list = CsvPrompts.Parse(
            "id,text\n1,\"Hello, dear \"\"friend\"\".\"\n2,Good morning.\n3\n4,\"broken\" quotes\"\n5,Good night.\n");

        list.Rows.Select(row => (row.Line, row.Prompt)).ShouldBe(
            [(2, "Hello, dear \"friend\"."), (3, "Good morning."), (6, "Good night.")]);
        list.Faults.Select(fault => fault.Line).ShouldBe([4, 5]);
        list.Faults.ShouldAllBe(fault => fault.Reason.Length > 20);
    }

    [Fact]
    public void Csv_without_header_is_one_prompt_a_line_and_a_bare_comma_is_a_fault_not_a_cut()
    {
        CsvPromptList list = CsvPrompts.Parse("First sentence.\r\n\r\nHello, this would be cut.\r\n\"Quoted, and whole.\"\r\n");

        list.Rows.Select(row => row.Prompt).ShouldBe(["First sentence.", "Quoted, and whole."]);
        list.Faults.ShouldHaveSingleItem().Line.ShouldBe(3);
    }

    [Fact]
    public void A_quote_that_is_never_closed_spoils_one_line_only()
    {
        CsvPromptList list = CsvPrompts.Parse("One.\n\"Two.\nThree.\nFour.\n");

        list.Rows.Select(row => row.Prompt).ShouldBe(["One.", "Three.", "Four."]);
        list.Faults.ShouldHaveSingleItem().Line.ShouldBe(2);
    }

    [Property(MaxTest = 300)]
    public bool Whatever_a_csv_holds_each_row_is_a_sendable_prompt_or_a_named_fault(string[] fields, byte breaks)
    {
        string text = string.Join((breaks % 4) switch { 0 => "\n", 1 => ",", 2 => "\"\n\"", _ => "\r\n" }, fields);
        CsvPromptList list = CsvPrompts.Parse(text);
        return list.Rows.All(row => ProtocolLimits.CheckPrompt(row.Prompt) is null && row.Line > 0) && list.Faults.All(
            fault => fault is { Line: > 0, Reason.Length: > 0 });
    }

    [Fact]
    public async Task Csv_files_may_begin_with_a_byte_order_mark()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder["a.csv"], [0xEF, 0xBB, 0xBF, .. "text\nGood day.\n"u8], Cancellation);

        (await CsvPrompts.ReadAsync(folder["a.csv"], Cancellation)).Rows.ShouldHaveSingleItem().Prompt.ShouldBe("Good day.");
    }

    [Fact]
    public async Task A_file_that_is_no_text_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder["picture.csv"], [0x89, 0x50, 0x4E, 0x47, 0xFF, 0xFE, 0x00], Cancellation);

        (await Should.ThrowAsync<PromptSourceException>(() => CsvPrompts.ReadAsync(folder["picture.csv"], Cancellation))).Message.ShouldContain("picture.csv");
        (await Should.ThrowAsync<PromptSourceException>(() => CsvPrompts.ReadAsync(folder["none.csv"], Cancellation))).Message.ShouldContain("none.csv");
    }

    [Fact]
    public async Task A_csv_source_serves_its_file_and_falls_back_for_other_services()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["speech.csv"], "Only this.\nOnly this.\nAnd that.\n", Cancellation);
        var source = new CsvPromptSource(folder["speech.csv"], musicPath: null, new ShippedPrompts(), NullLogger<CsvPromptSource>.Instance);

        (await source.GetPromptsAsync(AudioService.VoiceClone, Cancellation)).ShouldBe(["Only this.", "And that."]);
        (await source.GetPromptsAsync(AudioService.MusicGeneration, Cancellation)).Count.ShouldBeGreaterThan(99);
    }

    [Fact]
    public async Task The_shipped_voices_can_be_read_and_are_of_different_speakers()
    {
        FolderVoiceSource voices = FolderVoiceSource.Shipped();
        IReadOnlyList<string> names = await voices.GetNamesAsync(Cancellation);

        names.Count.ShouldBeGreaterThanOrEqualTo(6);
        names.Select(name => name.Split('-')[0]).Distinct(StringComparer.Ordinal).Count().ShouldBeGreaterThanOrEqualTo(5);
        foreach (string name in names)
            (await voices.ReadAsync(name, Cancellation)).Audio.Seconds.ShouldBeInRange(2, 10);
    }

    [Fact]
    public async Task A_voice_folder_without_recordings_says_what_to_put_there()
    {
        using var folder = new TemporaryFolder();
        (await Should.ThrowAsync<PromptSourceException>(async () => await new FolderVoiceSource(folder.Path).GetNamesAsync(Cancellation))).Message.ShouldContain(".flac");
    }
}
