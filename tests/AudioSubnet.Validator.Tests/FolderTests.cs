using System.Collections.Concurrent;
using System.Text;
using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Files;
using AudioSubnet.Validator.Events;
using AudioSubnet.Validator.Folders;
using AudioSubnet.Validator.Network;
using Microsoft.Extensions.Logging.Abstractions;

namespace AudioSubnet.Validator.Tests;

[Trait("Area", "validator")]
public sealed class FolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly EventList _events = new();
    private readonly Source _source = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_row_of_a_csv_becomes_a_file_and_the_csv_moves_to_processed()
    {
        FolderServices services = Start();
        Drop("tts_source/tts_prompts.csv", "Good morning.\n\"Well, it is 7 o'clock.\"\n");
        Drop("ttm_source/ttm_prompts.csv", "text\nA slow waltz.\n");

        await services.ScanAsync(Cancellation);

        Files("tts_target").ShouldBe(["tts_prompts-0001.json", "tts_prompts-0001.wav", "tts_prompts-0002.json", "tts_prompts-0002.wav"]);
        Files("ttm_target").ShouldBe(["ttm_prompts-0002.json", "ttm_prompts-0002.wav"]);
        Files("tts_processed").ShouldBe(["tts_prompts.csv"]);
        Files("ttm_processed").ShouldBe(["ttm_prompts.csv"]);
        Files("tts_source").ShouldBeEmpty();
        _source.Asked.ShouldContain("Well, it is seven o'clock.");
        (await AudioFile.ReadAsync(_folder["tts_target", "tts_prompts-0001.wav"], cancellationToken: Cancellation)).Seconds.ShouldBe(
            2, 0.01);
        _events.Of<FileAnswered>().Count().ShouldBe(3);
    }

    [Fact]
    public async Task A_recording_and_its_text_become_a_clone_and_both_move_to_processed()
    {
        FolderServices services = Start();
        await DropPairAsync("audio01", "Speak like this.");

        await services.ScanAsync(Cancellation);

        Files("vc_target").ShouldBe(["audio01.json", "audio01.wav"]);
        Files("vc_processed").ShouldBe(["audio01.txt", "audio01.wav"]);
        Files("vc_source").ShouldBeEmpty();
    }

    [Fact]
    public async Task Broken_files_are_named_and_set_aside_with_the_reason_and_the_rest_goes_on()
    {
        FolderServices services = Start();
        Drop("tts_source/a.csv", "Fine.\nHello, unquoted comma.\n" + new string('x', 300) + "\n");
        DropBytes("tts_source/b.csv", [0xFF, 0x00, 0x12]);
        Drop("tts_source/c.csv", "");
        Drop("tts_source/notes.txt", "not a list");
        Drop("vc_source/broken.wav", "this is no sound");
        Drop("vc_source/broken.txt", "A text.");
        Drop("vc_source/lonely.txt", "A text without a voice.");
        await DropPairAsync("long", new string('y', 300));
        await DropPairAsync("good", "A text.");

        await services.ScanAsync(Cancellation);

        Files("tts_target").ShouldBe(["a-0001.json", "a-0001.wav"]);
        Files("tts_processed").ShouldBe(["a.csv"]);
        string rows = Files("tts_failed").Single(
            name => name.StartsWith("a-", StringComparison.Ordinal) && name.EndsWith(".csv", StringComparison.Ordinal));
        (await File.ReadAllLinesAsync(_folder["tts_failed", rows], Cancellation)).ShouldBe(
            ["Hello, unquoted comma.", new string('x', 300)]);
        (await File.ReadAllTextAsync(_folder["tts_failed", rows + ".reason.txt"], Cancellation)).ShouldContain("Line 2");
        Files("tts_failed").ShouldContain("b.csv");
        Files("tts_failed").ShouldContain("c.csv.reason.txt");
        Files("tts_failed").ShouldContain("notes.txt");
        Files("vc_failed").ShouldBe(
        [
            "broken.txt", "broken.txt.reason.txt", "broken.wav", "broken.wav.reason.txt", "lonely.txt", "lonely.txt.reason.txt",
            "long.txt", "long.txt.reason.txt", "long.wav", "long.wav.reason.txt",
        ]);
        (await File.ReadAllTextAsync(_folder["vc_failed", "long.txt.reason.txt"], Cancellation)).ShouldContain("300 characters");
        Files("vc_target").ShouldBe(["good.json", "good.wav"]);
        Files("vc_source").ShouldBeEmpty();
        Files("tts_source").ShouldBeEmpty();
        string[] problems = [.. _events.Of<Problem>().Select(problem => problem.Message)];
        foreach (string name in (string[])["a.csv", "b.csv", "c.csv", "notes.txt", "broken.wav", "lonely.txt", "long.txt"])
            problems.ShouldContain(problem => problem.StartsWith(name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_process_that_dies_between_two_rows_does_only_the_rest_again()
    {
        Drop("tts_source/list.csv", "One.\nTwo.\nThree.\n");
        _source.DieAt = "Two.";
        await Start().ScanAsync(Cancellation);
        Files("tts_target").ShouldBe(["list-0001.json", "list-0001.wav"]);
        Files("tts_source").ShouldBe(["list.csv"]);
        _source.DieAt = null;

        await Start().ScanAsync(Cancellation);

        _source.Asked.ShouldBe(["One.", "Two.", "Two.", "Three."]);
        Files("tts_target").Count(name => name.EndsWith(".wav", StringComparison.Ordinal)).ShouldBe(3);
        Files("tts_processed").ShouldBe(["list.csv"]);
    }

    [Fact]
    public async Task A_process_that_dies_after_the_result_and_before_the_move_does_nothing_twice()
    {
        FolderServices services = Start();
        await DropPairAsync("voice", "Hello.");
        Drop("tts_source/list.csv", "One.\n");
        await services.ScanAsync(Cancellation);

        // As if the sources had never been moved, then as if only one of two had.
        File.Move(_folder["tts_processed", "list.csv"], _folder["tts_source", "list.csv"]);
        File.Move(_folder["vc_processed", "voice.txt"], _folder["vc_source", "voice.txt"]);
        await Start().ScanAsync(Cancellation);

        _source.Asked.Count.ShouldBe(2);
        Files("vc_target").ShouldBe(["voice.json", "voice.wav"]);
        Files("vc_processed").ShouldBe(["voice.txt", "voice.wav"]);
        Files("tts_target").ShouldBe(["list-0001.json", "list-0001.wav"]);
        Files("tts_processed").ShouldBe(["list.csv"]);
        Files("vc_failed").ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_file_dropped_anew_is_answered_anew_and_nothing_is_overwritten()
    {
        FolderServices services = Start();
        for (int i = 0; i < 2; i++)
        {
            Drop("tts_source/list.csv", "One.\n", age: TimeSpan.FromMinutes(i == 0 ? 10 : -10));
            await services.ScanAsync(Cancellation);
            await services.ScanAsync(Cancellation);
        }

        Files("tts_target").ShouldBe(["list-0001-2.json", "list-0001-2.wav", "list-0001.json", "list-0001.wav"]);
        Files("tts_processed").ShouldBe(["list-2.csv", "list.csv"]);
    }

    [Fact]
    public async Task While_there_is_no_miner_the_sources_wait_and_the_operator_hears_of_it()
    {
        _source.Nobody = true;
        FolderServices services = Start();
        Drop("tts_source/list.csv", "One.\n");
        await services.ScanAsync(Cancellation);
        Files("tts_source").ShouldBe(["list.csv"]);
        _events.Of<Problem>().ShouldHaveSingleItem().Message.ShouldContain("tried again");
        _source.Nobody = false;

        await services.ScanAsync(Cancellation);

        Files("tts_processed").ShouldBe(["list.csv"]);
    }

    [Fact]
    public async Task A_row_that_no_miner_can_answer_goes_to_failed_with_what_they_said()
    {
        _source.Refuse = "Two.";
        FolderServices services = Start();
        Drop("tts_source/list.csv", "One.\nTwo.\nThree.\n");

        await services.ScanAsync(Cancellation);

        Files("tts_target").Count(name => name.EndsWith(".wav", StringComparison.Ordinal)).ShouldBe(2);
        string rows = Files("tts_failed").Single(name => name.EndsWith(".csv", StringComparison.Ordinal));
        (await File.ReadAllTextAsync(_folder["tts_failed", rows], Cancellation)).ShouldBe("\"Two.\"\n");
        (await File.ReadAllTextAsync(_folder["tts_failed", rows + ".reason.txt"], Cancellation)).ShouldContain("cannot be spoken");
    }

    [Fact]
    public async Task A_file_that_is_still_being_written_is_left_alone()
    {
        FolderServices services = Start();
        Drop("tts_source/list.csv", "One.\n", age: TimeSpan.FromMinutes(-1));
        await services.ScanAsync(Cancellation);
        Files("tts_source").ShouldBe(["list.csv"]);
        Drop("tts_source/list.csv", "One.\nTwo.\n", age: TimeSpan.FromMinutes(-2));
        await services.ScanAsync(Cancellation);
        Files("tts_source").ShouldBe(["list.csv"]);

        await services.ScanAsync(Cancellation);

        Files("tts_target").Count(name => name.EndsWith(".wav", StringComparison.Ordinal)).ShouldBe(2);
    }

    private FolderServices Start() => new(
        _folder.Path,
        new ValidatorOptions { FolderGrace = TimeSpan.Zero },
        _source,
        new ValidatorEvents([_events], TimeProvider.System, NullLogger.Instance),
        TimeProvider.System,
        NullLogger.Instance);

    private string[] Files(string folder) =>
        [.. Directory.GetFiles(_folder[folder]).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private void Drop(string path, string text, TimeSpan? age = null) => DropBytes(path, Encoding.UTF8.GetBytes(text), age);

    private void DropBytes(string path, byte[] bytes, TimeSpan? age = null)
    {
        string full = _folder[path];
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, bytes);
        File.SetLastWriteTimeUtc(full, DateTime.UtcNow - (age ?? TimeSpan.FromMinutes(1)));
    }

    private async Task DropPairAsync(string name, string text)
    {
        string voice = _folder["vc_source", name + ".wav"];
        await AudioFile.WriteAsync(voice, Sounds.Babble(name.Length), Cancellation);
        File.SetLastWriteTimeUtc(voice, DateTime.UtcNow - TimeSpan.FromMinutes(1));
        Drop($"vc_source/{name}.txt", text);
    }

    /// <summary>Answers each question with a sound, or as a test says.</summary>
    private sealed class Source : IAudioSource
    {
        private readonly ConcurrentQueue<string> _asked = [];

        public IReadOnlyCollection<string> Asked => _asked;

        public string? DieAt { get; set; }

        public string? Refuse { get; set; }

        public bool Nobody { get; set; }

        public Task<BestAnswer> AskAsync(AudioQuestion question, CancellationToken cancellationToken)
        {
            if (Nobody)
                throw new NobodyAnswersException("No miner serves now.");
            _asked.Enqueue(question.Prompt);
            if (question.Prompt == DieAt)
                throw new InvalidOperationException("the process ends here");
            if (question.Prompt == Refuse)
                throw new QuestionFailedException("No miner gave usable audio (uid 1: 500 it cannot be spoken).");
            return Task.FromResult(new BestAnswer(Sounds.Babble(question.Prompt.Length), 1, 0.5));
        }
    }
}
