namespace AudioSubnet.Inference.Hub;

/// <summary>The terms of weights.</summary>
/// <param name="Name">SPDX identifier where there is one, for example "CC-BY-NC-4.0".</param>
/// <param name="IsPermissive">True if the terms allow commercial use.</param>
public sealed record ModelLicense(string Name, bool IsPermissive)
{
    /// <summary>MIT.</summary>
    public static ModelLicense Mit { get; } = new("MIT", IsPermissive: true);

    /// <summary>Apache 2.0.</summary>
    public static ModelLicense Apache2 { get; } = new("Apache-2.0", IsPermissive: true);

    /// <summary>Creative Commons Attribution-ShareAlike 3.0: commercial use is allowed, changed weights stay under it.</summary>
    public static ModelLicense ShareAlike { get; } = new("CC-BY-SA-3.0", IsPermissive: true);

    /// <summary>Creative Commons Attribution-NonCommercial 4.0.</summary>
    public static ModelLicense NonCommercial { get; } = new("CC-BY-NC-4.0", IsPermissive: false);

    /// <summary>Creative Commons Attribution-NonCommercial-ShareAlike 4.0.</summary>
    public static ModelLicense NonCommercialShareAlike { get; } = new("CC-BY-NC-SA-4.0", IsPermissive: false);

    /// <summary>No terms are known, which is not the same as none.</summary>
    public static ModelLicense Unknown { get; } = new("unknown", IsPermissive: false);
}
