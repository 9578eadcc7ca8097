using AudioSubnet.Engines.Music.Composing;
using AudioSubnet.Engines.Music.Native;

namespace AudioSubnet.Engines.Music.Rendering;

/// <summary>
/// Plays a piece through FluidSynth into memory. Each call has a synth of its own (FluidSynth shares the samples of a soundfont between
/// synths), so calls may run
/// at the same time.
/// </summary>
/// <remarks>Events are applied at their frame; FluidSynth itself computes blocks of 64 frames, so a note begins within 2 ms of it at 32
/// kHz.</remarks>
internal sealed class FluidRenderer(string engine, string soundFont)
{
    private const int Volume = 7, Panorama = 10, ReverbSend = 91, ChorusSend = 93;

    /// <summary>Frames between two looks at the cancellation token.</summary>
    private const int LongestBlock = 8192;

    /// <summary>Headroom against the sum of all voices; the level is set afterwards.</summary>
    private const double Gain = 0.35;

    /// <summary>Renders left and right, each of exactly <paramref name="frames"/> frames.</summary>
    /// <exception cref="EngineException">FluidSynth refused; the message says what.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between two blocks.</exception>
    public (float[] Left, float[] Right) Render(Composition piece, int frames, int sampleRate, CancellationToken cancellationToken)
    {
        FluidSynthLibrary.EnsureReady();
        using FluidSettingsHandle settings = FluidSynthLibrary.NewSettings();
        Configure(settings, piece, sampleRate);
        using FluidSynthHandle synth = FluidSynthLibrary.NewSynth(settings);
        if (settings.IsInvalid || synth.IsInvalid)
            throw new EngineException($"Engine '{engine}': FluidSynth could not make a synthesizer; the machine may be out of memory.");
        if (FluidSynthLibrary.LoadSoundFont(synth, soundFont, resetPresets: 1) < 0)
            throw new EngineException($"Engine '{engine}': '{soundFont}' is not a soundfont that FluidSynth can read. Name another SF2 file in {SoundFont.Variable}.");
        SetUp(synth, piece);
        float[] left = new float[frames];
        float[] right = new float[frames];
        int position = 0;
        foreach (MidiEvent item in Performance.Of(piece, sampleRate))
        {
            WriteUntil((int)Math.Min(item.Frame, frames));
            Apply(synth, item);
        }
        WriteUntil(frames);
        return (left, right);

        void WriteUntil(int end)
        {
            while (position < end)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int count = Math.Min(LongestBlock, end - position);
                Write(synth, left.AsSpan(position, count), right.AsSpan(position, count));
                position += count;
            }
        }
    }

    private void Configure(FluidSettingsHandle settings, Composition piece, int sampleRate)
    {
        double reverb = piece.Genre.Reverb;
        bool accepted =
            Number("synth.sample-rate", sampleRate) && Number("synth.gain", Gain) && Integer("synth.polyphony", 256)
            && Integer("synth.lock-memory", 0) && Integer("synth.cpu-cores", 1) && Integer("synth.reverb.active", 1) && Integer("synth.chorus.active", 1)
            && Number("synth.reverb.room-size", 0.25 + 0.6 * reverb) && Number("synth.reverb.damp", 0.35) && Number("synth.reverb.width", 0.8)
            && Number("synth.reverb.level", 0.35 + 0.4 * reverb) && Number("synth.chorus.level", 1.0) && Number("synth.chorus.depth", 5);
        if (!accepted)
            throw new EngineException($"Engine '{engine}': this version of FluidSynth does not know the settings it needs; version 2.3 or later is required.");

        bool Number(string name, double value) => FluidSynthLibrary.SetNumber(settings, name, value) == FluidSynthLibrary.Ok;
        bool Integer(string name, int value) => FluidSynthLibrary.SetInteger(settings, name, value) == FluidSynthLibrary.Ok;
    }

    /// <summary>Programs and mixer. A program the soundfont lacks falls back to another inside FluidSynth, so refusals are no errors
    /// here.</summary>
    private static void SetUp(FluidSynthHandle synth, Composition piece)
    {
        foreach (Part part in piece.Parts)
        {
            _ = FluidSynthLibrary.ProgramChange(synth, part.Channel, part.Instrument.Program);
            _ = FluidSynthLibrary.ControlChange(synth, part.Channel, Volume, part.Volume);
            _ = FluidSynthLibrary.ControlChange(synth, part.Channel, Panorama, part.Pan);
            _ = FluidSynthLibrary.ControlChange(synth, part.Channel, ReverbSend, part.Reverb);
            _ = FluidSynthLibrary.ControlChange(synth, part.Channel, ChorusSend, part.Chorus);
        }
    }

    private static void Apply(FluidSynthHandle synth, MidiEvent item)
    {
        // A note-off for a note that has already died away is answered with an error: nothing is wrong then.
        _ = item.Kind switch
        {
            MidiEventKind.NoteOn => FluidSynthLibrary.NoteOn(synth, item.Channel, item.Number, item.Value),
            MidiEventKind.NoteOff => FluidSynthLibrary.NoteOff(synth, item.Channel, item.Number),
            MidiEventKind.Control => FluidSynthLibrary.ControlChange(synth, item.Channel, item.Number, item.Value),
            _ => throw new ArgumentOutOfRangeException(nameof(item), item.Kind, "Unknown event."),
        };
    }

    private unsafe void Write(FluidSynthHandle synth, Span<float> left, Span<float> right)
    {
        // The library writes exactly left.Length floats to each channel: both spans have that length and stay pinned for the call.
        fixed (float* l = left)
        fixed (float* r = right)
        {
            if (FluidSynthLibrary.WriteFloat(synth, left.Length, l, 0, 1, r, 0, 1) != FluidSynthLibrary.Ok)
                throw new EngineException($"Engine '{engine}': FluidSynth failed while rendering.");
        }
    }
}
