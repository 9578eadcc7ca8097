namespace AudioSubnet.Cli.CommandLine;

/// <summary>The engines that are taken when none is named: all of them run on a fresh machine.</summary>
internal static class EngineNames
{
    public const string Speech = "flite/slt";

    public const string Cloner = "baseline/clone";

    public const string Music = "fluidsynth/composer";
}
