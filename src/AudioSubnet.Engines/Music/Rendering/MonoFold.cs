namespace AudioSubnet.Engines.Music.Rendering;

/// <summary>
/// Makes a stereo mix survive the fold to one channel. The strings of common General MIDI soundfonts lie almost wholly in the difference of
/// the channels and vanish when
/// these are added. A copy of the difference, turned by 90°, is put in the middle: turned by a right angle it neither cancels nor doubles
/// what is there.
/// </summary>
internal static class MonoFold
{
    /// <summary>Gain of the turned difference in the middle, and of what is left of the difference at the sides.</summary>
    private const float Middle = 0.8f, Sides = 0.65f;

    // Two chains of all-pass filters whose outputs are 90° apart from 15 Hz to near half the rate (O. Niemitalo, "Hilbert transform", 2001;
    // coefficients squared below).
    private static readonly double[] s_straight = [0.6923878, 0.9360654322959, 0.9882295226860, 0.9987488452737];
    private static readonly double[] s_turned = [0.4021921162426, 0.8561710882420, 0.9722909545651, 0.9952884791278];

    /// <summary>Works in place.</summary>
    public static void Apply(float[] left, float[] right)
    {
        var middle = new float[left.Length];
        var side = new float[left.Length];
        for (int i = 0; i < left.Length; i++)
            (middle[i], side[i]) = (0.5f * (left[i] + right[i]), 0.5f * (left[i] - right[i]));
        float[] turned = Filter(side, s_turned, delay: 0);
        middle = Filter(middle, s_straight, delay: 1);
        side = Filter(side, s_straight, delay: 1);
        for (int i = 0; i < left.Length; i++)
        {
            float centre = middle[i] + Middle * turned[i];
            (left[i], right[i]) = (centre + Sides * side[i], centre - Sides * side[i]);
        }
    }

    private static float[] Filter(float[] input, double[] coefficients, int delay)
    {
        var output = new float[input.Length];
        for (int i = delay; i < input.Length; i++)
            output[i] = input[i - delay];
        foreach (double coefficient in coefficients)
        {
            double a = coefficient * coefficient;
            double in1 = 0, in2 = 0, out1 = 0, out2 = 0;
            for (int i = 0; i < output.Length; i++)
            {
                double x = output[i];
                double y = a * (x + out2) - in2;
                (in2, in1, out2, out1) = (in1, x, out1, y);
                output[i] = (float)y;
            }
        }
        return output;
    }
}
