using System.Runtime.InteropServices;

namespace AudioSubnet.Engines.Music.Native;

/// <summary>The functions of FluidSynth 2 (LGPL-2.1, shared library <c>libfluidsynth.so.3</c>) that the renderer calls.</summary>
internal static partial class FluidSynthLibrary
{
    internal const string FileName = "libfluidsynth.so.3";

    /// <summary>What FluidSynth calls success.</summary>
    internal const int Ok = 0;

    private const int LogLevels = 5;

    // FluidSynth fills process-wide tables the first time a synth is made, and its log functions are process-wide too. The library
    // marks the tables as filled before they are, so a second thread could read them half filled: the first synth is made alone.
    private static readonly Lazy<bool> s_ready = new(Initialize, LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>Prepares the library for use from any thread.</summary>
    /// <exception cref="DllNotFoundException">The library is not on this machine.</exception>
    internal static void EnsureReady() => _ = s_ready.Value;

    private static bool Initialize()
    {
        // Without a function nothing is printed: errors come back as return values, and a server's standard error is not FluidSynth's.
        for (int level = 0; level < LogLevels; level++)
            _ = SetLogFunction(level, 0, 0);
        using FluidSettingsHandle settings = NewSettings();
        using FluidSynthHandle synth = NewSynth(settings);
        return true;
    }

    [LibraryImport(FileName, EntryPoint = "fluid_set_log_function")]
    private static partial nint SetLogFunction(int level, nint function, nint data);

    [LibraryImport(FileName, EntryPoint = "new_fluid_settings")]
    internal static partial FluidSettingsHandle NewSettings();

    [LibraryImport(FileName, EntryPoint = "delete_fluid_settings")]
    internal static partial void DeleteSettings(nint settings);

    [LibraryImport(FileName, EntryPoint = "fluid_settings_setnum", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetNumber(FluidSettingsHandle settings, string name, double value);

    [LibraryImport(FileName, EntryPoint = "fluid_settings_setint", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetInteger(FluidSettingsHandle settings, string name, int value);

    [LibraryImport(FileName, EntryPoint = "new_fluid_synth")]
    internal static partial FluidSynthHandle NewSynth(FluidSettingsHandle settings);

    [LibraryImport(FileName, EntryPoint = "delete_fluid_synth")]
    internal static partial void DeleteSynth(nint synth);

    [LibraryImport(FileName, EntryPoint = "fluid_synth_sfload", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int LoadSoundFont(FluidSynthHandle synth, string path, int resetPresets);

    [LibraryImport(FileName, EntryPoint = "fluid_synth_program_change")]
    internal static partial int ProgramChange(FluidSynthHandle synth, int channel, int program);

    [LibraryImport(FileName, EntryPoint = "fluid_synth_cc")]
    internal static partial int ControlChange(FluidSynthHandle synth, int channel, int controller, int value);

    [LibraryImport(FileName, EntryPoint = "fluid_synth_noteon")]
    internal static partial int NoteOn(FluidSynthHandle synth, int channel, int key, int velocity);

    [LibraryImport(FileName, EntryPoint = "fluid_synth_noteoff")]
    internal static partial int NoteOff(FluidSynthHandle synth, int channel, int key);

    /// <summary>Renders <paramref name="frames"/> frames; writes left to <c>left[leftOffset + i * leftIncrement]</c>, right
    /// likewise.</summary>
    [LibraryImport(FileName, EntryPoint = "fluid_synth_write_float")]
    internal static unsafe partial int WriteFloat(
        FluidSynthHandle synth, int frames, float* left, int leftOffset, int leftIncrement, float* right, int rightOffset, int rightIncrement);
}
