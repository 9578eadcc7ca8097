using System.Runtime.InteropServices;

namespace AudioSubnet.Engines.Speech.Native;

/// <summary>A synthesised cst_wave*.</summary>
internal sealed unsafe class FliteWaveHandle : SafeHandle
{
    public FliteWaveHandle()
        : base(IntPtr.Zero, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == IntPtr.Zero;

    /// <summary>The wave as float samples in [-1, 1).</summary>
    public float[] ToSamples(out int sampleRate)
    {
        var wave = (FliteWave*)handle;
        sampleRate = wave->SampleRate;
        var samples = new float[wave->Samples * Math.Max(1, wave->Channels)];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = wave->Data[i] / 32768f;
        return samples;
    }

    protected override bool ReleaseHandle()
    {
        Flite.DeleteWave(handle);
        return true;
    }
}
