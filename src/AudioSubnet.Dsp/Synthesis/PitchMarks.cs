using AudioSubnet.Dsp.Pitch;

namespace AudioSubnet.Dsp.Synthesis;

/// <summary>Moments, in samples, one for each period of a voice (where it is loudest within the period) and evenly spaced where there is no voice.</summary>
internal static class PitchMarks
{
    /// <summary>Distance of marks where unvoiced, in seconds.</summary>
    private const double UnvoicedSpacing = 0.008;

    /// <summary>A mark: where, and the period of the voice there in samples (0 where unvoiced).</summary>
    internal readonly record struct Mark(int Position, double Period);

    /// <summary>Marks in order, the first at or after 0, the last before the end.</summary>
    public static List<Mark> Find(ReadOnlySpan<float> samples, int sampleRate, PitchTrack pitch)
    {
        var marks = new List<Mark>();
        int hop = (int)(UnvoicedSpacing * sampleRate);
        int position = 0;
        while (position < samples.Length)
        {
            double frequency = pitch.FrequencyAt((double)position / sampleRate);
            if (frequency == 0)
            {
                marks.Add(new Mark(position, 0));
                position += hop;
                continue;
            }
            int end = position;
            while (end < samples.Length && pitch.FrequencyAt((double)end / sampleRate) > 0)
                end += hop / 2;
            end = Math.Min(end, samples.Length);
            AddVoiced(marks, samples, sampleRate, pitch, position, end);
            position = Math.Max(end, marks[^1].Position + hop / 2);
        }
        return marks;
    }

    /// <summary>Begins at the loudest peak of a voiced stretch and walks from period to period both ways, each time to the place that looks most like the last one.</summary>
    private static void AddVoiced(List<Mark> marks, ReadOnlySpan<float> samples, int sampleRate, PitchTrack pitch, int start, int end)
    {
        double Period(int at)
        {
            double frequency = pitch.FrequencyAt((double)at / sampleRate);
            return frequency > 0 ? sampleRate / frequency : 0;
        }
        int anchor = start;
        for (int i = start; i < end; i++)
            if (Math.Abs(samples[i]) > Math.Abs(samples[anchor]))
                anchor = i;
        if (Period(anchor) == 0)
            return;

        var backward = new Stack<Mark>();
        int at = anchor;
        while (Period(at) is > 0 and var period)
        {
            int next = MostAlike(samples, at, at - (int)Math.Round(period), period);
            if (next < start || next >= at)
                break;
            backward.Push(new Mark(next, period));
            at = next;
        }
        while (backward.TryPop(out var mark))
            if (marks.Count == 0 || mark.Position > marks[^1].Position + mark.Period / 2)
                marks.Add(mark);
        at = anchor;
        if (marks.Count == 0 || at > marks[^1].Position)
            marks.Add(new Mark(at, Period(at)));
        while (Period(at) is > 0 and var period)
        {
            int next = MostAlike(samples, at, at + (int)Math.Round(period), period);
            if (next >= end || next <= at)
                break;
            marks.Add(new Mark(next, period));
            at = next;
        }
    }

    /// <summary>The place within 15 % of a period of <paramref name="expected"/> whose neighbourhood correlates best with that of <paramref name="from"/>.</summary>
    private static int MostAlike(ReadOnlySpan<float> samples, int from, int expected, double period)
    {
        int reach = Math.Max(1, (int)(0.15 * period)), half = (int)(period / 2);
        int best = expected;
        double bestScore = double.NegativeInfinity;
        for (int candidate = expected - reach; candidate <= expected + reach; candidate++)
        {
            if (Math.Min(candidate, from) - half < 0 || Math.Max(candidate, from) + half >= samples.Length)
                continue;
            double product = 0, power = 1e-12;
            for (int i = -half; i <= half; i++)
            {
                product += (double)samples[from + i] * samples[candidate + i];
                power += (double)samples[candidate + i] * samples[candidate + i];
            }
            double score = product / Math.Sqrt(power);
            if (score > bestScore)
                (best, bestScore) = (candidate, score);
        }
        return best;
    }
}
