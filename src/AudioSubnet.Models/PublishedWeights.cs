namespace AudioSubnet.Models;

/// <summary>Where weights lie that their publishers do not offer on the Hugging Face hub: a folder for each model ("nisqa", "dnsmos", "silero-vad").</summary>
public static class PublishedWeights
{
    /// <summary>Environment variable that names the folder.</summary>
    public const string Variable = "AUDIOSUBNET_MODELS";

    /// <summary>The folder that the variable names; otherwise ../shared/models beside the checkout that the program runs from; null if there is none.</summary>
    public static string? Folder
    {
        get
        {
            if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
                return Path.GetFullPath(named);
            for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
                if (File.Exists(Path.Combine(folder.FullName, "AudioSubnet.slnx")))
                {
                    string beside = Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared", "models"));
                    return Directory.Exists(beside) ? beside : null;
                }
            return null;
        }
    }
}
