namespace AudioSubnet.Dsp.Files;

/// <summary>An audio file (or a block of bytes that should be one) cannot be read or written; the message names it and says why.</summary>
public sealed class AudioFileException : IOException
{
    /// <summary>With the file and the reason.</summary>
    /// <param name="name">Path of the file, or what the bytes are, for example "reply of uid 3".</param>
    /// <param name="reason">What is wrong with it, as a sentence.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public AudioFileException(string name, string reason, Exception? innerException = null)
        : base($"{name}: {reason}", innerException) => Name = name;

    /// <summary>Path of the file, or what the bytes are.</summary>
    public string Name { get; }
}
