using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Bittensor.Crypto.Sr25519;

/// <summary>
/// The part of STROBE-128 (v1.0.2) that Merlin transcripts use, over Keccak-f[1600]. A mutable value: assigning it clones the
/// transcript, which is how the protocols fork theirs. Source: strobe.sourceforge.io/specs and merlin.cool/strobe.html.
/// </summary>
internal struct Strobe
{
    /// <summary>Bytes of the sponge that are absorbed or squeezed between two permutations: 200 − 128/4 − 2.</summary>
    private const int Rate = 166;

    private KeccakState _state;
    private byte _position;
    private byte _operationStart;
    private Operation _operation;

    /// <summary>Starts a sponge that is bound to a protocol's name.</summary>
    public Strobe(ReadOnlySpan<byte> protocol)
    {
        Span<byte> bytes = Bytes(ref _state);
        ReadOnlySpan<byte> header = [1, Rate + 2, 1, 0, 1, 96];
        header.CopyTo(bytes);
        "STROBEv1.0.2"u8.CopyTo(bytes[header.Length..]);
        _state.Permute();
        MetaAd(protocol, more: false);
    }

    [Flags]
    private enum Operation : byte
    {
        None = 0,
        Inbound = 1,
        Application = 2,
        Cipher = 4,
        Meta = 16,
    }

    /// <summary>Absorbs framing data; <paramref name="more"/> continues the operation before.</summary>
    public void MetaAd(ReadOnlySpan<byte> data, bool more)
    {
        Begin(Operation.Meta | Operation.Application, more);
        Absorb(data);
    }

    /// <summary>Absorbs associated data.</summary>
    public void Ad(ReadOnlySpan<byte> data)
    {
        Begin(Operation.Application, more: false);
        Absorb(data);
    }

    /// <summary>Replaces part of the state by a key.</summary>
    public void Key(ReadOnlySpan<byte> key)
    {
        Begin(Operation.Application | Operation.Cipher, more: false);
        Span<byte> state = Bytes(ref _state);
        foreach (byte value in key)
        {
            state[_position++] = value;
            if (_position == Rate)
                RunF();
        }
    }

    /// <summary>Squeezes pseudo-random bytes.</summary>
    public void Prf(Span<byte> destination)
    {
        Begin(Operation.Inbound | Operation.Application | Operation.Cipher, more: false);
        Span<byte> state = Bytes(ref _state);
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = state[_position];
            state[_position++] = 0;
            if (_position == Rate)
                RunF();
        }
    }

    /// <summary>Forgets everything absorbed.</summary>
    public void Clear() => CryptographicOperations.ZeroMemory(Bytes(ref _state));

    private static Span<byte> Bytes(ref KeccakState state) => MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref state, 1));

    private void Begin(Operation operation, bool more)
    {
        if (more)
        {
            if (_operation != operation)
                throw new InvalidOperationException($"Cannot continue the operation {_operation} as {operation}.");
            return;
        }

        byte previousStart = _operationStart;
        _operationStart = (byte)(_position + 1);
        _operation = operation;
        Absorb([previousStart, (byte)operation]);
        if ((operation & Operation.Cipher) == Operation.Cipher && _position != 0)
            RunF();
    }

    private void Absorb(ReadOnlySpan<byte> data)
    {
        Span<byte> state = Bytes(ref _state);
        foreach (byte value in data)
        {
            state[_position++] ^= value;
            if (_position == Rate)
                RunF();
        }
    }

    private void RunF()
    {
        Span<byte> state = Bytes(ref _state);
        state[_position] ^= _operationStart;
        state[_position + 1] ^= 0x04;
        state[Rate + 1] ^= 0x80;
        _state.Permute();
        _position = 0;
        _operationStart = 0;
    }
}
