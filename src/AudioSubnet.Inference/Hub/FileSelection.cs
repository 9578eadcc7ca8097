using System.IO.Enumeration;

namespace AudioSubnet.Inference.Hub;

/// <summary>Which files of a repository are needed. Patterns have <c>*</c> and <c>?</c>; a pattern without '/' means files of the top
/// folder only, one that ends in <c>/**</c> a whole folder.</summary>
public sealed record FileSelection
{
    // In order of preference: safetensors holds nothing but numbers and is mapped into memory as it is.
    private static readonly string[][] WeightForms =
    [
        ["model.safetensors"],
        ["model.safetensors.index.json", "model-*-of-*.safetensors"],
        ["pytorch_model.bin"],
        ["pytorch_model.bin.index.json", "pytorch_model-*-of-*.bin"],
    ];

    /// <summary>Everything.</summary>
    public static FileSelection All { get; } = new() { Optional = ["**"] };

    /// <summary>What a model in Hugging Face's layout needs: configuration, tokenizer, and weights in one form.</summary>
    public static FileSelection Model { get; } = new()
    {
        Required = ["config.json"],
        Optional = ["*.json", "*.txt", "*.model"],
        Weights = true,
    };

    /// <summary>Patterns that must each match a file.</summary>
    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>Patterns of further files, taken where they are there.</summary>
    public IReadOnlyList<string> Optional { get; init; } = [];

    /// <summary>True if the model's weights are needed: safetensors where there are any, else PyTorch's format; whole or in shards.</summary>
    public bool Weights { get; init; }

    /// <summary>Chooses among paths.</summary>
    /// <returns>The chosen ones in their own order.</returns>
    public IReadOnlyList<string> Choose(IEnumerable<string> paths)
    {
        string[] all = [.. paths];
        string[] weights = Weights ? WeightForms.FirstOrDefault(form => IsComplete(form, all)) ?? [] : [];
        string[] patterns = [.. Required, .. Optional];
        // An index without its shards is of no use, so indexes come with the weights alone.
        return [.. all.Where(path => Any(weights, path) || (Any(patterns, path) && !(Weights && path.EndsWith(".index.json", StringComparison.Ordinal))))];
    }

    /// <summary>What is missing among paths, in words; null if nothing is.</summary>
    public string? FindMissing(IEnumerable<string> paths)
    {
        string[] all = [.. paths];
        string? pattern = Required.FirstOrDefault(required => !all.Any(path => Matches(required, path)));
        if (pattern is not null)
            return pattern;
        return Weights && !WeightForms.Any(form => IsComplete(form, all)) ? "model.safetensors or pytorch_model.bin" : null;
    }

    /// <summary>True if a path with '/' fits a pattern.</summary>
    public static bool Matches(string pattern, string path)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(path);
        if (pattern == "**")
            return true;
        if (pattern.EndsWith("/**", StringComparison.Ordinal))
            return path.StartsWith(pattern[..^2], StringComparison.Ordinal);
        string[] patternParts = pattern.Split('/'), parts = path.Split('/');
        return patternParts.Length == parts.Length
            && patternParts.Zip(parts).All(pair => FileSystemName.MatchesSimpleExpression(pair.First, pair.Second, ignoreCase: false));
    }

    private static bool Any(string[] patterns, string path) => patterns.Any(pattern => Matches(pattern, path));

    private static bool IsComplete(string[] form, string[] paths)
    {
        foreach (string pattern in form)
        {
            string[] found = [.. paths.Where(path => Matches(pattern, path))];
            if (found.Length == 0 || (pattern.Contains("-of-", StringComparison.Ordinal) && found.Length != ShardCount(found[0])))
                return false;
        }

        return true;
    }

    // "model-00001-of-00003.safetensors" is one of three.
    private static int ShardCount(string path)
    {
        string count = path[(path.LastIndexOf("-of-", StringComparison.Ordinal) + 4)..].Split('.')[0];
        return int.TryParse(count, out int shards) ? shards : -1;
    }
}
