using AudioSubnet.Validator.Rounds;
using AudioSubnet.Validator.Scores;
using AudioSubnet.Validator.State;
using Bittensor.Chain;
using Bittensor.Crypto;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace AudioSubnet.Validator.Tests;

[Trait("Area", "validator")]
public sealed class StoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static AccountId Hotkey { get; } = new([.. Enumerable.Repeat((byte)7, AccountId.Length)]);

    private string File => _folder[ValidatorStore.FileName];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Everything_a_round_saves_is_there_after_reopening()
    {
        var weights = new WeightsRecord(42, DateTimeOffset.UnixEpoch, ulong.MaxValue, [new UidWeight(3, 65535)], Verified: true);
        RoundState state;
        using (ValidatorStore store = Open())
        {
            state = Save(store, RoundState.Initial);
            state = Save(store, state);
            store.SaveWeights(weights);
        }

        using ValidatorStore again = Open();
        RoundState loaded = again.LoadState();
        loaded.NextRound.ShouldBe(3);
        loaded.NextService.ShouldBe(AudioService.VoiceClone);
        loaded.Scores.Miners.ShouldBe(state.Scores.Miners);
        loaded.DrawnFrom("prompts/tts").ShouldBe(state.DrawnFrom("prompts/tts"));
        WeightsRecord read = again.ReadWeights().ShouldHaveSingleItem();
        (read with { Weights = weights.Weights }).ShouldBe(weights);
        read.Weights.ShouldBe(weights.Weights);
        MinerResponse response = again.ReadResponses()[0];
        response.Score.ShouldNotBeNull().Metrics.ShouldHaveSingleItem().Value.ShouldBe(double.PositiveInfinity);
        again.ReadFingerprints(AudioService.TextToSpeech, 10).ShouldHaveSingleItem().Contour.ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void Old_metrics_go_and_the_scores_stay()
    {
        using ValidatorStore store = Open();
        for (RoundState state = RoundState.Initial; state.NextRound < 6;)
            state = Save(store, state);

        store.DropMetrics(before: 4);

        IReadOnlyList<MinerResponse> responses = store.ReadResponses();
        responses.Select(response => response.Round).ShouldBe([5, 4, 3, 2, 1]);
        responses.Select(response => response.Score is null).ShouldBe([false, false, true, true, true]);
        responses.ShouldAllBe(response => response.Verdict == ResponseVerdict.Scored && response.Reason == "Good.");
        store.ReadFingerprints(AudioService.TextToSpeech, 10).ShouldBeEmpty();
    }

    [Fact]
    public void A_damaged_database_is_set_aside_whole_and_a_new_one_begun()
    {
        using (ValidatorStore store = Open())
            Save(store, RoundState.Initial);
        byte[] damaged = System.IO.File.ReadAllBytes(File);
        damaged.AsSpan(0, 2000).Fill(0x55);
        System.IO.File.WriteAllBytes(File, damaged);

        using ValidatorStore again = Open();
        again.LoadState().NextRound.ShouldBe(1);
        System.IO.File.ReadAllBytes(again.SetAside.ShouldNotBeNull()).ShouldBe(damaged);
        Save(again, RoundState.Initial);
    }

    [Fact]
    public void Damage_in_the_middle_of_the_file_is_found_too()
    {
        using (ValidatorStore store = Open())
            for (RoundState state = RoundState.Initial; state.NextRound < 40;)
                state = Save(store, state);
        byte[] damaged = System.IO.File.ReadAllBytes(File);
        damaged.AsSpan(damaged.Length / 2).Fill(0xAA);
        System.IO.File.WriteAllBytes(File, damaged);

        using ValidatorStore again = Open();
        again.SetAside.ShouldNotBeNull();
    }

    [Fact]
    public void A_database_of_the_first_version_is_brought_up_to_date_after_a_backup()
    {
        using (var connection = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            connection.Open();
            StateSchema.Migrate(connection, 0, 1);
            using SqliteCommand insert = connection.CreateCommand();
            insert.CommandText =
                $"INSERT INTO rounds VALUES (5, 'tts', 1, '', ''); INSERT INTO scores VALUES (4, '{Hotkey}', 'tts', 0.5, 2, 1)";
            insert.ExecuteNonQuery();
        }

        using ValidatorStore store = Open();
        RoundState state = store.LoadState();
        state.NextRound.ShouldBe(6);
        state.Scores.Miners[4].TextToSpeech.ShouldBe(new ServiceScore(0.5, 2, 1));
        Directory.GetFiles(_folder.Path, "*.v1-*.backup").ShouldHaveSingleItem();
        Save(store, state);
    }

    [Fact]
    public void A_database_of_a_newer_version_is_refused_untouched()
    {
        using (var connection = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            command.ExecuteNonQuery();
        }

        Should.Throw<StateException>(Open).Message.ShouldContain("newer version");
        System.IO.File.Exists(File).ShouldBeTrue();
    }

    [Fact]
    public void Two_validators_cannot_share_a_state_folder()
    {
        using ValidatorStore store = Open();
        Should.Throw<StateException>(Open).Message.ShouldContain("another validator");
    }

    private static RoundState Save(ValidatorStore store, RoundState before)
    {
        var response = new MinerResponse
        {
            Round = before.NextRound,
            Service = before.NextService,
            Uid = 3,
            Hotkey = Hotkey,
            Prompt = "Hello.",
            Verdict = ResponseVerdict.Scored,
            Reason = "Good.",
            StatusCode = 200,
            ProcessSeconds = 1.5,
            Score = new Scoring.Score(0.7, "test", [new Scoring.Metric("snr", double.PositiveInfinity, "dB", 1, 1, "")], ""),
            Fingerprint = before.NextService == AudioService.TextToSpeech && before.NextRound == 1 ? [1, 2, 3] : null,
        };
        RoundState after =
            before.WithDrawn("prompts/tts", new HashSet<string>(StringComparer.Ordinal) { "Hello.", $"Round {before.NextRound}." }) with
            {
                NextRound = before.NextRound + 1,
                NextService = before.NextService.Next(),
                Scores = before.Scores.Fold(3, Hotkey, before.NextService, 0.7, 0.75),
            };
        store.SaveRound(new RoundResult(before.NextRound, before.NextService, 9, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, [response]), after);
        return after;
    }

    private ValidatorStore Open() => ValidatorStore.Open(_folder.Path, TimeProvider.System, NullLogger.Instance);
}
