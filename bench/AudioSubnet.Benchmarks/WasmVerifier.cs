using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Bittensor.Crypto;

namespace AudioSubnet.Benchmarks;

/// <summary>sr25519 verification by @polkadot/wasm-crypto in Node.js, measured on request so that it can take turns with ours.</summary>
internal sealed class WasmVerifier : IDisposable
{
    private readonly Process _node;

    private WasmVerifier(Process node) => _node = node;

    /// <summary>Starts Node.js on bench/wasm-crypto, and restores its packages if they are missing; null with a reason where that is impossible.</summary>
    public static WasmVerifier? TryStart(AccountId signer, byte[] message, byte[] signature, out string reason)
    {
        reason = "";
        if (Folder() is not { } folder)
        {
            reason = "bench/wasm-crypto is not above the program's folder";
            return null;
        }

        try
        {
            if (!Directory.Exists(Path.Combine(folder, "node_modules", "@polkadot", "wasm-crypto")))
            {
                using Process restore = Start(folder, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
                restore.StandardOutput.ReadToEnd();
                restore.WaitForExit();
                if (restore.ExitCode != 0)
                {
                    reason = $"npm ci in {folder} ended with code {restore.ExitCode}";
                    return null;
                }
            }

            Process node = Start(folder, "node", "verify.mjs");
            node.StandardInput.WriteLine(JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["publicKey"] = Convert.ToHexString(signer.Bytes),
                ["message"] = Convert.ToHexString(message),
                ["signature"] = Convert.ToHexString(signature),
            }));
            return new WasmVerifier(node);
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            reason = missing.Message;
            return null;
        }
    }

    /// <summary>Verifies for so long.</summary>
    /// <returns>Verifications a second.</returns>
    public double Rate(TimeSpan time)
    {
        _node.StandardInput.WriteLine(time.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        _node.StandardInput.Flush();
        return double.Parse(_node.StandardOutput.ReadLine() ?? throw new InvalidOperationException("node ended."), CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _node.StandardInput.Close();
        _node.WaitForExit();
        _node.Dispose();
    }

    private static Process Start(string folder, string program, params IEnumerable<string> arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        WorkingDirectory = folder,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        UseShellExecute = false,
    })!;

    private static string? Folder()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (Path.Combine(at.FullName, "bench", "wasm-crypto") is var folder && Directory.Exists(folder))
                return folder;
        return null;
    }
}
