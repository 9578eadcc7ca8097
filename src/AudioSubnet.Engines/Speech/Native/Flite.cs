using System.Runtime.InteropServices;

namespace AudioSubnet.Engines.Speech.Native;

/// <summary>The part of flite 2 (BSD licence, package libflite1) that we call. Reference: flite.h.</summary>
internal static unsafe partial class Flite
{
    public const string Library = "libflite.so.1";
    public const string Package = "libflite1";

    /// <summary>The library that holds a voice.</summary>
    public static string VoiceLibrary(string voice) => $"libflite_cmu_us_{voice}.so.1";

    [LibraryImport(Library, EntryPoint = "flite_init")]
    public static partial int Initialize();

    [LibraryImport(Library, EntryPoint = "flite_text_to_wave", StringMarshalling = StringMarshalling.Utf8)]
    public static partial FliteWaveHandle TextToWave(string text, FliteVoicePrefix* voice);

    /// <param name="features">The feature list.</param>
    /// <param name="name">Kept by flite as a pointer, so it must live as long as the features: pass a UTF-8 literal, which lies in the image.</param>
    /// <param name="value">The value.</param>
    [LibraryImport(Library, EntryPoint = "flite_feat_set_float")]
    public static partial void SetFeature(IntPtr features, byte* name, float value);

    [LibraryImport(Library, EntryPoint = "delete_wave")]
    public static partial void DeleteWave(IntPtr wave);

    [LibraryImport("libflite_cmu_us_slt.so.1", EntryPoint = "register_cmu_us_slt")]
    public static partial FliteVoicePrefix* RegisterSlt(IntPtr folder);

    [LibraryImport("libflite_cmu_us_rms.so.1", EntryPoint = "register_cmu_us_rms")]
    public static partial FliteVoicePrefix* RegisterRms(IntPtr folder);

    [LibraryImport("libflite_cmu_us_awb.so.1", EntryPoint = "register_cmu_us_awb")]
    public static partial FliteVoicePrefix* RegisterAwb(IntPtr folder);

    [LibraryImport("libflite_cmu_us_kal16.so.1", EntryPoint = "register_cmu_us_kal16")]
    public static partial FliteVoicePrefix* RegisterKal16(IntPtr folder);
}
