namespace AudioSubnet.Engines.Music.Composing;

/// <summary>A section of the form.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="FirstBar">Its first bar, counted from 0.</param>
/// <param name="Bars">Its length in bars.</param>
/// <param name="Intensity">How full it is, 0 … 1.</param>
/// <param name="Pass">How often this kind came before: 0 for the first time; later passes vary the theme.</param>
public sealed record Section(SectionKind Kind, int FirstBar, int Bars, double Intensity, int Pass)
{
    /// <summary>The bar after its last one.</summary>
    public int EndBar => FirstBar + Bars;
}
