using System.Buffers.Binary;

namespace Bittensor.Crypto.Sr25519;

/// <summary>
/// A Merlin transcript (merlin.cool): messages go in under labels, challenges that depend on all of them come out. A mutable
/// value: assigning it forks the transcript.
/// </summary>
internal struct Transcript
{
    private Strobe _strobe;

    /// <summary>Starts a transcript of a protocol.</summary>
    public Transcript(ReadOnlySpan<byte> label)
    {
        _strobe = new Strobe("Merlin v1.0"u8);
        Append("dom-sep"u8, label);
    }

    /// <summary>Commits a message under a label.</summary>
    public void Append(ReadOnlySpan<byte> label, ReadOnlySpan<byte> message)
    {
        Frame(label, message.Length);
        _strobe.Ad(message);
    }

    /// <summary>Fills <paramref name="destination"/> with bytes that depend on everything committed so far.</summary>
    public void Challenge(ReadOnlySpan<byte> label, Span<byte> destination)
    {
        Frame(label, destination.Length);
        _strobe.Prf(destination);
    }

    /// <summary>
    /// Secret bytes that depend on the transcript, a secret of the prover and fresh randomness, so that neither a broken random
    /// source nor a repeated message ever repeats a nonce (Merlin's TranscriptRng). The transcript itself stays as it is.
    /// </summary>
    public readonly void Witness(ReadOnlySpan<byte> label, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> random, Span<byte> destination)
    {
        Transcript fork = this;
        fork.Frame(label, secret.Length);
        fork._strobe.Key(secret);
        fork._strobe.MetaAd("rng"u8, more: false);
        fork._strobe.Key(random);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, destination.Length);
        fork._strobe.MetaAd(length, more: false);
        fork._strobe.Prf(destination);
        fork._strobe.Clear();
    }

    /// <summary>Forgets everything absorbed; for transcripts that took in a secret.</summary>
    public void Clear() => _strobe.Clear();

    private void Frame(ReadOnlySpan<byte> label, int length)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
        _strobe.MetaAd(label, more: false);
        _strobe.MetaAd(bytes, more: true);
    }
}
