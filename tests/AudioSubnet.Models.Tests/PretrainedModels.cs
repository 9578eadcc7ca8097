using AudioSubnet.Inference.Hub;

namespace AudioSubnet.Models.Tests;

/// <summary>Published weights that the repository does not carry: in the folder that AUDIOSUBNET_MODELS names, or in ../shared/models beside the checkout.</summary>
internal static class PretrainedModels
{
    /// <summary>A file of a model; the test is skipped if it is not there.</summary>
    /// <param name="relativePath">Such as "nisqa/nisqa.tar".</param>
    public static string Require(string relativePath)
    {
        string? path = ModelStore.FoldersOfEnvironment().Select(folder => Path.Combine(folder, relativePath)).FirstOrDefault(File.Exists);
        Assert.SkipUnless(path is not null, $"weights not present: {relativePath}");
        return path!;
    }
}
