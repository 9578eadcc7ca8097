using System.Security.Cryptography;
using Microsoft.ML.OnnxRuntime;

namespace AudioSubnet.Inference.Runtime;

/// <summary>
/// Loads ONNX files that others made. A model is a program, so only files whose SHA-256 the product knows are loaded, and they must be whole: one that refers to data in other
/// files, which the hash does not cover, is refused.
/// </summary>
public static class OnnxFile
{
    private const long MaxBytes = 1L << 30;

    /// <summary>Loads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sha256">Its SHA-256 in hexadecimal digits.</param>
    /// <param name="settings">How it is run; null for the defaults.</param>
    /// <exception cref="InferenceException">The file is missing, is another one, refers to other files, or cannot be loaded.</exception>
    public static ModelSession Open(string path, string sha256, SessionSettings? settings = null)
    {
        byte[] model = Read(path);
        string actual = Convert.ToHexStringLower(SHA256.HashData(model));
        if (!string.Equals(actual, sha256, StringComparison.OrdinalIgnoreCase))
            throw new InferenceException(
                $"'{path}' is not the file that is expected here: its SHA-256 is {actual} instead of {sha256.ToLowerInvariant()}. Pull it again from its publisher.");
        if (OnnxScan.RefersToOtherFiles(model))
            throw new InferenceException($"'{path}' refers to data in other files, which its hash does not cover. Use a model that is a single file.");
        using SessionOptions options = SessionFactory.Options(settings ?? SessionSettings.Default);
        string name = Path.GetFileNameWithoutExtension(path);
        return new(name, SessionFactory.Create(name, model, options), weights: null);
    }

    private static byte[] Read(string path)
    {
        try
        {
            FileInfo file = new(path);
            if (file.Exists && file.Length > MaxBytes)
                throw new InferenceException($"'{path}' has {file.Length} bytes; a model has at most {MaxBytes}.");
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InferenceException($"'{path}' cannot be read: {exception.Message}", exception);
        }
    }
}
