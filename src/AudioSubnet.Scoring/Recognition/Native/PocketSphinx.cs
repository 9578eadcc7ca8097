using System.Runtime.InteropServices;

namespace AudioSubnet.Scoring.Recognition.Native;

/// <summary>
/// The part of PocketSphinx and SphinxBase 0.8+5prealpha (BSD licence, package libpocketsphinx3) that we call.
/// Reference: pocketsphinx.h, cmd_ln.h and err.h of that version.
/// </summary>
internal static unsafe partial class PocketSphinx
{
    public const string Library = "libpocketsphinx.so.3";
    public const string BaseLibrary = "libsphinxbase.so.3";
    public const string Package = "libpocketsphinx3";
    public const string ModelPackage = "pocketsphinx-en-us";

    /// <summary>Switches the libraries' log off. It is one setting for the process and writes to stderr otherwise.</summary>
    [LibraryImport(BaseLibrary, EntryPoint = "err_set_logfp")]
    public static partial void SetLog(IntPtr file);

    /// <summary>The table of arguments that a decoder knows, static memory of the library.</summary>
    [LibraryImport(Library, EntryPoint = "ps_args")]
    public static partial IntPtr Arguments();

    [LibraryImport(BaseLibrary, EntryPoint = "cmd_ln_parse_r", StringMarshalling = StringMarshalling.Utf8)]
    public static partial ConfigurationHandle ParseArguments(IntPtr existing, IntPtr definitions, int count, string[] arguments, int strict);

    [LibraryImport(BaseLibrary, EntryPoint = "cmd_ln_free_r")]
    public static partial int FreeConfiguration(IntPtr configuration);

    /// <summary>Loads the models; the decoder keeps its own reference to the configuration. A null handle when it cannot.</summary>
    [LibraryImport(Library, EntryPoint = "ps_init")]
    public static partial DecoderHandle CreateDecoder(ConfigurationHandle configuration);

    [LibraryImport(Library, EntryPoint = "ps_free")]
    public static partial int FreeDecoder(IntPtr decoder);

    /// <summary>Forgets what the noise tracker learned from earlier audio.</summary>
    [LibraryImport(Library, EntryPoint = "ps_start_stream")]
    public static partial int StartStream(DecoderHandle decoder);

    [LibraryImport(Library, EntryPoint = "ps_start_utt")]
    public static partial int StartUtterance(DecoderHandle decoder);

    [LibraryImport(Library, EntryPoint = "ps_process_raw")]
    public static partial int Process(DecoderHandle decoder, short* samples, nuint count, int noSearch, int fullUtterance);

    [LibraryImport(Library, EntryPoint = "ps_end_utt")]
    public static partial int EndUtterance(DecoderHandle decoder);

    /// <summary>The words that were heard, UTF-8 in memory of the decoder; null if none.</summary>
    [LibraryImport(Library, EntryPoint = "ps_get_hyp")]
    public static partial IntPtr Hypothesis(DecoderHandle decoder, int* score);
}
