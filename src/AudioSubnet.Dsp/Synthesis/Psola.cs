using AudioSubnet.Dsp.Pitch;

namespace AudioSubnet.Dsp.Synthesis;

/// <summary>
/// Changes pitch and duration of a voice without changing its timbre, by pitch-synchronous overlap-add in the time domain: E. Moulines and F. Charpentier,
/// "Pitch-synchronous waveform processing techniques for text-to-speech synthesis using diphones" (1990).
/// </summary>
public static class Psola
{
    /// <summary>Moves a voice to another pitch and speed.</summary>
    /// <param name="samples">The voice.</param>
    /// <param name="sampleRate">Sample rate in Hz.</param>
    /// <param name="pitch">Its pitch.</param>
    /// <param name="targetFrequency">F0 in Hz that is wanted where the source has the given F0 in Hz; good within half and twice of it.</param>
    /// <param name="timeScale">Duration relative to the source's: 2 is half as fast.</param>
    /// <returns>round(samples × <paramref name="timeScale"/>) samples.</returns>
    public static float[] Transform(
        ReadOnlySpan<float> samples, int sampleRate, PitchTrack pitch, Func<double, double> targetFrequency, double timeScale = 1)
    {
        ArgumentNullException.ThrowIfNull(pitch);
        ArgumentNullException.ThrowIfNull(targetFrequency);
        if (!(timeScale is > 0.05 and < 20))
            throw new ArgumentOutOfRangeException(nameof(timeScale), timeScale, "The time scale must be between 0.05 and 20.");
        var result = new float[(int)Math.Round(samples.Length * timeScale)];
        var marks = PitchMarks.Find(samples, sampleRate, pitch);
        if (marks.Count < 2)
            return result;

        int source = 0;
        double position = marks[0].Position * timeScale;
        double gapBefore = Gap(marks, 0);
        while (position < result.Length)
        {
            double sourcePosition = position / timeScale;
            while (source + 1 < marks.Count && Math.Abs(marks[source + 1].Position - sourcePosition) <= Math.Abs(marks[source].Position - sourcePosition))
                source++;
            var mark = marks[source];
            if (mark.Period == 0 && timeScale == 1)
            {
                // Without a voice nothing has to move: noise goes back to its place, so that rounding never adds up.
                double home = Math.Max(position - gapBefore / 2, mark.Position);
                gapBefore += home - position;
                position = home;
            }
            double gap = Gap(marks, source);
            if (mark.Period > 0)
            {
                // The distance of the marks is the period as it is in the samples; at the end of a voiced stretch only the tracked period is left.
                double period = gap > 0.6 * mark.Period && gap < 1.5 * mark.Period ? gap : mark.Period;
                double frequency = sampleRate / mark.Period;
                gap = period * frequency / targetFrequency(frequency);
            }
            gap = Math.Clamp(gap, 2, sampleRate / 10.0);
            // Each side of a bell ends at the neighbouring bell's middle, but takes no more than a period of the source: neighbours add up to one where
            // they overlap, and a lower pitch leaves a pause instead of an echo.
            double left = Math.Min(source > 0 ? mark.Position - marks[source - 1].Position : gapBefore, gapBefore);
            double right = Math.Min(Gap(marks, source), gap);
            AddBell(samples, mark.Position, result, (int)Math.Round(position), left, right);
            position += gap;
            gapBefore = gap;
        }
        return result;
    }

    /// <summary>Distance from a mark to the next one; for the last, from the one before.</summary>
    private static double Gap(List<PitchMarks.Mark> marks, int index) =>
        index + 1 < marks.Count ? marks[index + 1].Position - marks[index].Position : marks[index].Position - marks[index - 1].Position;

    private static void AddBell(ReadOnlySpan<float> samples, int from, Span<float> result, int to, double left, double right)
    {
        int first = -Math.Min((int)left, Math.Min(from, to));
        int last = Math.Min((int)right, Math.Min(samples.Length - 1 - from, result.Length - 1 - to));
        for (int i = first; i <= last; i++)
        {
            double weight = 0.5 + 0.5 * Math.Cos(Math.PI * (i < 0 ? i / left : i / right));
            result[to + i] += (float)(weight * samples[from + i]);
        }
    }
}
