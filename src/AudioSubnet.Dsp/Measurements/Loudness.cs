namespace AudioSubnet.Dsp.Measurements;

/// <summary>Loudness in LUFS by ITU-R BS.1770-4: K-weighting, 400 ms blocks with 75 % overlap, gates at -70 LUFS and 10 LU below the mean of the rest.</summary>
public static class Loudness
{
    private const double AbsoluteGate = -70;

    /// <summary>Integrated loudness in LUFS; negative infinity if the sound is shorter than 400 ms or nothing passes the gate. Five and six channels are taken as 5.0 and 5.1
    /// (surrounds weigh 1.41, the low-frequency channel nothing); all others weigh 1.</summary>
    public static double Integrated(AudioBuffer audio)
    {
        ArgumentNullException.ThrowIfNull(audio);
        int block = (int)Math.Round(0.4 * audio.SampleRate), hop = (int)Math.Round(0.1 * audio.SampleRate);
        int blocks = audio.Frames < block ? 0 : 1 + (audio.Frames - block) / hop;
        if (blocks == 0)
            return double.NegativeInfinity;
        var power = new double[blocks];
        for (int channel = 0; channel < audio.Channels; channel++)
        {
            double weight = Weight(channel, audio.Channels);
            if (weight == 0)
                continue;
            float[] weighted = KWeight(audio.Channel(channel), audio.SampleRate);
            for (int i = 0; i < blocks; i++)
            {
                double rms = Levels.Rms(weighted.AsSpan(i * hop, block));
                power[i] += weight * rms * rms;
            }
        }
        double[] audible = [.. power.Where(value => ToLufs(value) > AbsoluteGate)];
        if (audible.Length == 0)
            return double.NegativeInfinity;
        double relativeGate = ToLufs(audible.Average()) - 10;
        return ToLufs(audible.Where(value => ToLufs(value) > relativeGate).Average());
    }

    /// <summary>The two filters of BS.1770 (head shelf, then high-pass), designed for any sample rate from the analogue prototype behind the standard's 48 kHz coefficients.</summary>
    private static float[] KWeight(ReadOnlySpan<float> samples, int sampleRate)
    {
        // Parameters that reproduce the standard's table at 48 kHz (as derived by B. Bauer / De Man, "Evaluation of implementations of the EBU R128 loudness measurement").
        double k = Math.Tan(Math.PI * 1681.974450955533 / sampleRate), q = 0.7071752369554196;
        double high = Math.Pow(10, 3.999843853973347 / 20), middle = Math.Pow(high, 0.4996667741545416);
        double a0 = 1 + k / q + k * k;
        var shelf = new Biquad(
            (high + middle * k / q + k * k) / a0, 2 * (k * k - high) / a0, (high - middle * k / q + k * k) / a0, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0);
        k = Math.Tan(Math.PI * 38.13547087602444 / sampleRate);
        q = 0.5003270373238773;
        a0 = 1 + k / q + k * k;
        var highPass = new Biquad(1, -2, 1, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0);
        return highPass.Filter(shelf.Filter(samples));
    }

    private static double Weight(int channel, int channels) => (channels, channel) switch
    {
        ( >= 6, 3) => 0, // the low-frequency channel of 5.1 does not count
        ( >= 6, 4 or 5) => 1.41,
        (5, 3 or 4) => 1.41,
        _ => 1,
    };

    private static double ToLufs(double power) => power <= 0 ? double.NegativeInfinity : -0.691 + 10 * Math.Log10(power);
}
