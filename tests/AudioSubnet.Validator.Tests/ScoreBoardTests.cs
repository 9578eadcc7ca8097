using System.Net;
using AudioSubnet.Validator.Scores;
using Bittensor.Chain;
using Bittensor.Crypto;
using FsCheck.Xunit;

namespace AudioSubnet.Validator.Tests;

[Trait("Area", "validator")]
public sealed class ScoreBoardTests
{
    private const double Alpha = 0.75, Punishment = -0.1;

    private static AccountId Hotkey(byte number) => new([.. Enumerable.Repeat(number, AccountId.Length)]);

    [Property(MaxTest = 300)]
    public bool Scores_stay_between_zero_and_one_whatever_is_folded_in(double[] scores, bool[] failures)
    {
        ScoreBoard board = ScoreBoard.Empty;
        for (int i = 0; i < scores.Length; i++)
        {
            AudioService service = AudioServices.Rotation[i % 3];
            board = failures.Length > 0 && failures[i % failures.Length]
                ? board.Punish(1, Hotkey(1), service, Punishment, Alpha)
                : board.Fold(1, Hotkey(1), service, scores[i], Alpha);
            if (board.Miners[1][service].Value is not (>= 0 and <= 1) || board.Total(1) is not (>= 0 and <= 1))
                return false;
        }

        return true;
    }

    [Property(MaxTest = 300)]
    public bool A_better_answer_never_gives_a_lower_score(double first, double second, byte before)
    {
        double low = Math.Min(Finite(first), Finite(second)), high = Math.Max(Finite(first), Finite(second));
        ScoreBoard board = ScoreBoard.Empty.Fold(1, Hotkey(1), AudioService.TextToSpeech, before / 255.0, Alpha);
        return board.Fold(1, Hotkey(1), AudioService.TextToSpeech, low, Alpha).Total(1) <= board.Fold(1, Hotkey(1), AudioService.TextToSpeech, high, Alpha).Total(1);

        static double Finite(double value) => double.IsFinite(value) ? value : 0;
    }

    [Property(MaxTest = 100)]
    public bool Shares_sum_to_one_as_soon_as_anyone_has_a_score(byte[] scores)
    {
        ScoreBoard board = ScoreBoard.Empty;
        for (int uid = 0; uid < scores.Length; uid++)
            board = board.Fold((ushort)uid, Hotkey(1), AudioService.VoiceClone, scores[uid] / 255.0, Alpha);
        double sum = board.NormalizedTotals(scores.Length).Sum();
        return scores.Any(score => score > 0) ? Math.Abs(sum - 1) < 1e-9 : sum == 0;
    }

    [Fact]
    public void Alpha_is_the_share_of_the_old_score_that_stays()
    {
        ScoreBoard board = ScoreBoard.Empty
            .Fold(1, Hotkey(1), AudioService.TextToSpeech, 0.8, Alpha)
            .Fold(1, Hotkey(1), AudioService.TextToSpeech, 0.4, Alpha);

        board.Miners[1].TextToSpeech.Value.ShouldBe((0.75 * 0.25 * 0.8) + (0.25 * 0.4), 1e-12);
        board.Miners[1].TextToSpeech.Responses.ShouldBe(2);
    }

    [Fact]
    public void A_failure_folds_in_minus_a_tenth_and_stops_at_zero()
    {
        ScoreBoard board = ScoreBoard.Empty.Fold(1, Hotkey(1), AudioService.TextToSpeech, 0.8, Alpha).Punish(
            1, Hotkey(1), AudioService.TextToSpeech, Punishment, Alpha);
        board.Miners[1].TextToSpeech.Value.ShouldBe((0.75 * 0.2) - 0.025, 1e-12);

        for (int i = 0; i < 20; i++)
            board = board.Punish(1, Hotkey(1), AudioService.TextToSpeech, Punishment, Alpha);
        board.Miners[1].TextToSpeech.Value.ShouldBe(0);
        board.Miners[1].TextToSpeech.Failures.ShouldBe(21);
    }

    [Fact]
    public void The_total_is_the_mean_of_the_services_and_one_that_is_not_offered_counts_as_zero()
    {
        ScoreBoard board = ScoreBoard.Empty.Fold(1, Hotkey(1), AudioService.TextToSpeech, 0.9, 0).Fold(
            1, Hotkey(1), AudioService.VoiceClone, 0.6, 0);

        board.Total(1).ShouldBe(0.5, 1e-12);
        board.Miners[1].Music.Value.ShouldBe(0);
    }

    /// <summary>The order of the services within a cycle must not decide who leads, as it does when all services share one moving
    /// average.</summary>
    [Fact]
    public void The_order_of_the_services_does_not_change_the_total()
    {
        (AudioService, double)[] answers =
            [(AudioService.TextToSpeech, 0.9), (AudioService.MusicGeneration, 0.2), (AudioService.VoiceClone, 0.5)];
        ScoreBoard Run(IEnumerable<(AudioService Service, double Score)> order) =>
            order.Aggregate(ScoreBoard.Empty, (board, answer) => board.Fold(1, Hotkey(1), answer.Service, answer.Score, Alpha));

        Run(answers).Total(1).ShouldBe(Run(answers.Reverse()).Total(1), 1e-12);
    }

    /// <summary>Known fault: scores began as a copy of the chain's emission.</summary>
    [Fact]
    public void Known_fault_scores_begin_at_zero_not_at_the_emission_of_the_chain()
    {
        Metagraph metagraph = Of(Neuron(0, 1) with { Emission = Balance.FromTao(100), Incentive = 1, Stake = Balance.FromTao(5) });

        ScoreBoard.Empty.Follow(metagraph).Total(0).ShouldBe(0);
        ScoreBoard.Empty.Follow(metagraph).NormalizedTotals(1).ShouldBe([0]);
        ScoreBoard.Empty.Fold(0, Hotkey(1), AudioService.TextToSpeech, 0.3, Alpha).Follow(metagraph).Miners[0].TextToSpeech.Value.ShouldBe(
            0.075, 1e-12);
    }

    [Fact]
    public void A_uid_whose_hotkey_changed_begins_at_zero_and_one_that_is_gone_is_dropped()
    {
        ScoreBoard board = ScoreBoard.Empty
            .Fold(0, Hotkey(10), AudioService.TextToSpeech, 1, Alpha)
            .Fold(1, Hotkey(11), AudioService.TextToSpeech, 1, Alpha)
            .Fold(2, Hotkey(12), AudioService.TextToSpeech, 1, Alpha);

        ScoreBoard followed = board.Follow(Of(Neuron(0, 10), Neuron(1, 99)));

        followed.Miners.Keys.ShouldBe([(ushort)0]);
        followed.Fold(1, Hotkey(99), AudioService.TextToSpeech, 0.4, Alpha).Miners[1].TextToSpeech.Value.ShouldBe(0.1, 1e-12);
    }

    [Fact]
    public void A_score_that_is_no_number_counts_as_zero() =>
        ScoreBoard.Empty.Fold(1, Hotkey(1), AudioService.TextToSpeech, double.NaN, Alpha).Miners[1].TextToSpeech.Value.ShouldBe(0);

    private static Metagraph Of(params NeuronInfo[] neurons) => new(1, 1, neurons);

    private static NeuronInfo Neuron(ushort uid, byte hotkey) => new()
    {
        Uid = uid,
        Hotkey = Hotkey(hotkey),
        Coldkey = Hotkey(hotkey),
        Axon = new AxonInfo(Hotkey(hotkey), IPAddress.Loopback, 1),
        Stake = default,
    };
}
