using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Models.Clap;

/// <summary><c>preprocessor_config.json</c> of CLAP; the defaults are those of the reference class but for <see cref="Truncation"/>, where they are those of the published models.</summary>
public sealed record ClapFeatureConfig
{
    /// <summary>Mel bands.</summary>
    public int FeatureSize { get; init; } = 64;

    /// <summary>Sample rate of the model's input in Hz.</summary>
    public int SamplingRate { get; init; } = 48000;

    /// <summary>Samples from frame to frame.</summary>
    public int HopLength { get; init; } = 480;

    /// <summary>Seconds that are heard at once.</summary>
    public int MaxLengthS { get; init; } = 10;

    /// <summary>Points of the transform.</summary>
    public int FftWindowSize { get; init; } = 1024;

    /// <summary>Lower edge of the lowest band in Hz.</summary>
    public double FrequencyMin { get; init; }

    /// <summary>Upper edge of the highest band in Hz.</summary>
    public double FrequencyMax { get; init; } = 14000;

    /// <summary>What is done with longer sounds: "rand_trunc", a crop.</summary>
    public string Truncation { get; init; } = "rand_trunc";

    /// <summary>What is done with shorter sounds: "repeatpad" (as often as they fit whole, then zeros), "repeat" (to the end), "pad" (zeros).</summary>
    public string Padding { get; init; } = "repeatpad";

    /// <summary>Samples that are heard at once.</summary>
    public int WindowSamples => MaxLengthS * SamplingRate;

    /// <summary>Checks that the numbers make a front end for a model.</summary>
    /// <param name="folder">Where they were read, for the message.</param>
    /// <param name="model">The model that will hear the features.</param>
    /// <exception cref="CheckpointException">They do not.</exception>
    public void Validate(string folder, ClapAudioConfig model)
    {
        Check(FeatureSize == model.NumMelBins, $"feature_size is {FeatureSize}, the model's num_mel_bins {model.NumMelBins}");
        Check(SamplingRate is >= 1000 and <= 768000 && MaxLengthS is > 0 and <= 600 && HopLength is > 0 and <= 65536 && FftWindowSize is >= 16 and <= 65536, "a length is out of range");
        Check(FrequencyMin >= 0 && FrequencyMin < FrequencyMax && double.IsFinite(FrequencyMax), "frequency_min and frequency_max do not make a range");
        Check(WindowSamples / HopLength + 1 <= model.Frames, $"{WindowSamples / HopLength + 1} frames are more than the {model.Frames} that the model takes");
        Check(Truncation == "rand_trunc", $"truncation '{Truncation}' is not supported, only 'rand_trunc'");
        Check(Padding is "repeatpad" or "repeat" or "pad", $"padding '{Padding}' is not known");

        void Check(bool holds, string reason)
        {
            if (!holds)
                throw new CheckpointException($"{Path.Combine(folder, "preprocessor_config.json")}: {reason}.");
        }
    }
}
