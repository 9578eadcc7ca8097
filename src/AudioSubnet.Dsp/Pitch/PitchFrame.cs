namespace AudioSubnet.Dsp.Pitch;

/// <summary>Pitch at one moment.</summary>
/// <param name="Frequency">F0 in Hz; 0 where unvoiced.</param>
/// <param name="Periodicity">Normalised autocorrelation at the period, 0 to 1: the share of power that is periodic. 0 where unvoiced.</param>
public readonly record struct PitchFrame(double Frequency, double Periodicity)
{
    /// <summary>Whether there is a pitch.</summary>
    public bool IsVoiced => Frequency > 0;

    /// <summary>Harmonics-to-noise ratio in dB, 10 log10(r / (1 - r)) (Boersma 1993), within ±60.</summary>
    public double HarmonicToNoise => Math.Clamp(10 * Math.Log10(Math.Max(Periodicity, 1e-6) / Math.Max(1 - Periodicity, 1e-6)), -60, 60);
}
