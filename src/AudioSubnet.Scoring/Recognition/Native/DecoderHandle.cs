using System.Runtime.InteropServices;

namespace AudioSubnet.Scoring.Recognition.Native;

/// <summary>A ps_decoder_t*. Used by one thread at a time.</summary>
internal sealed class DecoderHandle : SafeHandle
{
    public DecoderHandle()
        : base(IntPtr.Zero, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == IntPtr.Zero;

    protected override bool ReleaseHandle()
    {
        _ = PocketSphinx.FreeDecoder(handle); // the reference count that is left
        return true;
    }
}
