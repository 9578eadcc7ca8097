using System.Runtime.InteropServices;

namespace AudioSubnet.Engines;

/// <summary>A library, program, file or model that an engine needs.</summary>
/// <param name="Name">What it is called, for example "libflite.so.1".</param>
/// <param name="Package">The Debian package that holds it, or the model.</param>
/// <param name="IsMet">Looks whether it is here.</param>
public sealed record EngineRequirement(string Name, string Package, Func<bool> IsMet)
{
    /// <summary>The command that brings it.</summary>
    public string Remedy { get; init; } = $"apt-get install {Package}";

    /// <summary>A shared library that can be loaded.</summary>
    public static EngineRequirement Library(string name, string package) => new(name, package, () =>
    {
        if (!NativeLibrary.TryLoad(name, out IntPtr handle))
            return false;
        NativeLibrary.Free(handle);
        return true;
    });

    /// <summary>A program on the PATH.</summary>
    public static EngineRequirement Program(string name, string package) => new(name, package, () =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, name))));
}
