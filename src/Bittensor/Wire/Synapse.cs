using System.Text.Json.Serialization.Metadata;

namespace Bittensor.Wire;

/// <summary>
/// One question and its answer: what a dendrite sends to an axon and gets back filled in.
/// A subclass adds plain get/set properties named with <c>[JsonPropertyName("text_input")]</c>; they travel in class order.
/// <see cref="ResponseFieldAttribute"/> marks those that a reply may fill, <see cref="HashedFieldAttribute"/> those that the body hash covers,
/// <c>[JsonRequired]</c> those without a default on the other side. Not thread-safe: one instance is one exchange with one axon.
/// </summary>
public abstract class Synapse
{
    /// <summary>The name on the wire: the class name, and the path that the axon serves it on.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>How long the caller waits, in seconds.</summary>
    public double? Timeout { get; set; }

    /// <summary>The calling side. After a query its status is the outcome; on the axon its hotkey is the verified caller.</summary>
    public TerminalInfo Dendrite { get; internal set; } = new();

    /// <summary>The serving side.</summary>
    public TerminalInfo Axon { get; internal set; } = new();

    /// <summary>Hash over the hashed fields, as the caller stated it: 64 lower-case hex digits.</summary>
    public string? ComputedBodyHash { get; internal set; }

    /// <summary>Size of the head as the sender stated it, in bytes; informative only.</summary>
    public int HeaderSize { get; internal set; }

    /// <summary>Size of head and body as the sender stated it, in bytes; informative only.</summary>
    public int TotalSize { get; internal set; }

    /// <summary>True if the query was answered with success.</summary>
    public bool IsSuccess => Dendrite.StatusCode == 200;

    /// <summary>
    /// JSON contracts of field types beyond texts, numbers, lists and dictionaries of them: a source-generated <c>JsonSerializerContext</c>.
    /// Needed in programs that are trimmed or compiled ahead of time; elsewhere reflection finds what is not here. Asked once for each class.
    /// </summary>
    protected internal virtual IJsonTypeInfoResolver? JsonTypes => null;
}
