using AudioSubnet.Engines.Music.Theory;

namespace AudioSubnet.Engines.Music.Composing;

/// <summary>Voice leading: of all inversions of a chord within a register, the one whose voices move least from the chord before.</summary>
internal static class Voicing
{
    /// <summary>How much a voicing is pulled back to the middle of the register, in semitones of movement a semitone of distance.</summary>
    private const double HomePull = 0.35;

    /// <summary>The pitches of the chord, ascending.</summary>
    /// <param name="chord">The chord.</param>
    /// <param name="previous">The voicing before it; empty for the first.</param>
    /// <param name="centre">Middle of the register, a MIDI pitch.</param>
    /// <param name="voices">Number of voices wanted, at least 2.</param>
    public static int[] Lead(Chord chord, IReadOnlyList<int> previous, int centre, int voices)
    {
        int[] classes = [.. chord.PitchClasses.Distinct()];
        // Five-note chords drop the root: the bass has it.
        if (classes.Length > voices)
            classes = [.. classes.Skip(classes.Length - voices)];
        int[]? best = null;
        double bestCost = double.MaxValue;
        for (int inversion = 0; inversion < classes.Length; inversion++)
        {
            for (int bottom = centre - 12; bottom <= centre + 4; bottom++)
            {
                if (bottom % 12 != classes[inversion])
                    continue;
                int[] candidate = Stack(classes, inversion, bottom, voices);
                double cost = Movement(candidate, previous) + HomePull * Math.Abs(candidate.Average() - centre);
                if (cost < bestCost)
                    (best, bestCost) = (candidate, cost);
            }
        }
        return best ?? Stack(classes, 0, centre - 6, voices);
    }

    private static int[] Stack(int[] classes, int inversion, int bottom, int voices)
    {
        var pitches = new int[voices];
        pitches[0] = bottom;
        for (int voice = 1; voice < voices; voice++)
        {
            int wanted = classes[(inversion + voice) % classes.Length];
            int step = (wanted - pitches[voice - 1] % 12 + 12) % 12;
            pitches[voice] = pitches[voice - 1] + (step == 0 ? 12 : step);
        }
        Array.Sort(pitches);
        return pitches;
    }

    private static double Movement(int[] candidate, IReadOnlyList<int> previous)
    {
        if (previous.Count == 0)
            return 0;
        double sum = 0;
        for (int voice = 0; voice < candidate.Length; voice++)
            sum += Math.Abs(candidate[voice] - previous[Math.Min(voice, previous.Count - 1)]);
        return sum;
    }
}
