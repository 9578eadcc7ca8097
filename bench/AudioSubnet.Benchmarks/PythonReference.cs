using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace AudioSubnet.Benchmarks;

/// <summary>The reference implementation (transformers on PyTorch), where python3 has it.</summary>
internal static class PythonReference
{
    private const string Speak = """
        import sys, time, torch
        from transformers import VitsModel, AutoTokenizer
        model = VitsModel.from_pretrained(sys.argv[1]).eval()
        inputs = AutoTokenizer.from_pretrained(sys.argv[1])(sys.argv[2], return_tensors="pt")
        with torch.no_grad():
            model(**inputs)
            started = time.perf_counter()
            waveform = model(**inputs).waveform
            print((time.perf_counter() - started) / (waveform.shape[-1] / model.config.sampling_rate))
        """;

    private const string Hear = """
        import sys, time, torch
        from transformers import Wav2Vec2ForCTC
        model = Wav2Vec2ForCTC.from_pretrained(sys.argv[1]).eval()
        audio = torch.randn(1, 16000 * 30)
        with torch.no_grad():
            model(audio)
            started = time.perf_counter()
            model(audio)
            print(time.perf_counter() - started)
        """;

    /// <summary>Whether python3 is here with torch and transformers.</summary>
    public static async Task<bool> IsInstalledAsync() => await RunAsync("import torch, transformers; print(1)") is not null;

    /// <summary>Seconds of work for a second of speech by VITS; null if it failed.</summary>
    public static Task<double?> SpeakAsync(string folder, string sentence) => RunAsync(Speak, folder, sentence);

    /// <summary>Seconds for 30 s of sound by wav2vec 2.0; null if it failed.</summary>
    public static Task<double?> HearAsync(string folder) => RunAsync(Hear, folder);

    private static async Task<double?> RunAsync(string script, params string[] arguments)
    {
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(10));
            using Process process = Process.Start(new ProcessStartInfo("python3", ["-c", script, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
            string output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            await errors;
            return process.ExitCode == 0 && double.TryParse(output.Trim(), CultureInfo.InvariantCulture, out double value) ? value : null;
        }
        catch (Win32Exception)
        {
            return null; // no python3
        }
    }
}
