namespace AudioSubnet.Engines;

/// <summary>An engine cannot be used here because its weights are not on this machine; the message says how to get them.</summary>
public sealed class ModelUnavailableException : EngineException
{
    /// <summary>With the message for the operator.</summary>
    /// <param name="engine">Name of the engine.</param>
    /// <param name="model">Name of the model whose weights are missing.</param>
    public ModelUnavailableException(string engine, string model)
        : base($"Engine '{engine}' needs the weights of {model}, which are not on this machine. Pull them with: audiosubnet models pull {model}") => Model = model;

    /// <summary>Name of the model whose weights are missing.</summary>
    public string Model { get; }
}
