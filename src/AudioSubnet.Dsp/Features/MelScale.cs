namespace AudioSubnet.Dsp.Features;

/// <summary>How pitch in mel depends on frequency in Hz.</summary>
public enum MelScale
{
    /// <summary>Slaney's Auditory Toolbox: linear below 1 kHz (3 mel for 200 Hz), logarithmic above (27 mel for a factor of 6.4). librosa's default.</summary>
    Slaney,

    /// <summary>HTK: 2595 log10(1 + f/700). torchaudio's default.</summary>
    Htk,
}
