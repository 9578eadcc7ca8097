using System.Globalization;
using System.Text.Json.Serialization;
using AudioSubnet.Cli.CommandLine;
using AudioSubnet.Inference.Hub;
using Spectre.Console;

namespace AudioSubnet.Cli.Commands;

/// <summary>What is told about models.</summary>
internal sealed class ModelsReport(ModelStore store)
{
    private readonly CacheInventory _inventory = new(store);

    /// <summary>The known models, and what else is in the cache if asked for.</summary>
    public IEnumerable<ModelLine> Lines(bool all)
    {
        foreach (CatalogModel model in store.Catalog.Models)
        {
            long bytes = _inventory.SizeOf(model.Id);
            yield return new ModelLine(
                model.Id, NameOf(model.Task), model.License.Name, model.License.IsPermissive, bytes, IsComplete(model, bytes), model.Description);
        }

        if (!all)
            yield break;
        foreach (CachedRepository cached in _inventory.List().Where(cached => store.Catalog.Find(cached.Repository.Id) is null))
        {
            ModelLicense license = store.Catalog.LicenseOf(cached.Repository.Id);
            yield return new ModelLine(cached.Repository.Id, "", license.Name, license.IsPermissive, cached.Bytes, Complete: true, "in the cache, not of this list");
        }
    }

    public ModelDetails Details(string name)
    {
        CatalogModel? known = store.Catalog.Find(name);
        StoredModel? here = store.Find(name);
        long bytes = known is null && here?.Commit is null && here is not null ? 0 : _inventory.SizeOf(name);
        if (known is null && here is null && bytes == 0)
            throw new UserException($"'{name}' is neither a known model nor in the cache. See: audiosubnet models list; pull any model of the hub with: audiosubnet models pull {name}");
        ModelLicense license = store.Catalog.LicenseOf(name);
        string source = known is { IsOnHub: false }
            ? string.Join(' ', known.PinnedFiles.Select(file => file.Address))
            : here is { Commit: null } && known is null ? "a folder" : $"{store.Hub.Options.Endpoint.AbsoluteUri.TrimEnd('/')}/{(known is { IsDataset: true } ? "datasets/" : "")}{store.RepositoryOf(name).Id}";
        ModelFile[] files = here is null
            ? []
            : [.. Directory.EnumerateFiles(here.Folder, "*", SearchOption.AllDirectories)
                .Select(path => new ModelFile(Path.GetRelativePath(here.Folder, path), FileSize(path)))
                .OrderBy(file => file.Path, StringComparer.Ordinal)];
        return new ModelDetails(
            known?.Id ?? name, known?.Description, known is null ? null : NameOf(known.Task), license.Name, license.IsPermissive, source, known?.Needs ?? [],
            here?.Folder, here?.Commit, bytes, files);
    }

    public void WriteTable(IReadOnlyList<ModelLine> lines)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("model", "for", "licence", "on disk", "description");
        table.Columns[3].NoWrap();
        foreach (ModelLine line in lines)
            table.AddRow(
                Markup.Escape(line.Name),
                Markup.Escape(line.Task),
                line.Permissive ? Markup.Escape(line.License) : $"[yellow]{Markup.Escape(line.License)}[/]",
                line.Bytes == 0 ? "[grey]not pulled[/]" : line.Complete ? $"[green]{Size(line.Bytes)}[/]" : $"[red]{Size(line.Bytes)}, not complete[/]",
                Markup.Escape(line.Description));
        Terminal.Console.Write(table);
        Console.WriteLine($"{Size(lines.Sum(line => line.Bytes))} on disk; the cache is {store.Hub.Options.CacheFolder}. Pull with: audiosubnet models pull <model>");
    }

    public static void Write(ModelDetails details)
    {
        Console.WriteLine($"{details.Name}{(details.Description is null ? "" : $": {details.Description}")}");
        if (details.Task is not null)
            Console.WriteLine($"  for      {details.Task}");
        Console.WriteLine($"  licence  {details.License}{(details.Permissive ? " (commercial use allowed)" : details.License == ModelLicense.Unknown.Name ? "" : " (no commercial use)")}");
        Console.WriteLine($"  source   {details.Source}");
        if (details.Needs.Count > 0)
            Console.WriteLine($"  needs    {string.Join(", ", details.Needs)}");
        Console.WriteLine(details.Folder is null
            ? $"  here     {(details.Bytes > 0 ? $"{Size(details.Bytes)}, not complete" : "not pulled")}; pull with: audiosubnet models pull {details.Name}"
            : $"  here     {details.Folder}{(details.Commit is null ? "" : $", commit {details.Commit}")}");
        foreach (ModelFile file in details.Files)
            Console.WriteLine($"    {Size(file.Bytes),10}  {file.Path}");
    }

    /// <summary>A size in decimal units, as the hub shows it.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1000 => $"{bytes} B",
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.#} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.#} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.##} GB"),
    };

    private bool IsComplete(CatalogModel model, long bytes) => bytes > 0 && store.Find(model.Id) is not null;

    private static long FileSize(string path) =>
        File.ResolveLinkTarget(path, returnFinalTarget: true) is FileInfo target ? (target.Exists ? target.Length : 0) : new FileInfo(path).Length;

    private static string NameOf(ModelTask task) => task switch
    {
        ModelTask.TextToSpeech => "speech",
        ModelTask.VoiceCloning => "cloning",
        ModelTask.MusicGeneration => "music",
        ModelTask.Vocoder => "vocoder",
        ModelTask.Voices => "voices",
        ModelTask.SpeechRecognition => "recognition",
        ModelTask.SpeakerVerification => "speaker likeness",
        ModelTask.AudioTextSimilarity => "fit to a text",
        ModelTask.SpeechQuality => "speech quality",
        ModelTask.VoiceActivity => "voice activity",
        _ => "prompts",
    };
}

/// <summary>A model in a list.</summary>
internal sealed record ModelLine(string Name, string Task, string License, bool Permissive, long Bytes, bool Complete, string Description);

/// <summary>A model that was pulled.</summary>
internal sealed record PulledModel(string Name, string? Commit, string Folder, string License, bool Permissive);

/// <summary>All about a model.</summary>
internal sealed record ModelDetails(
    string Name, string? Description, string? Task, string License, bool Permissive, string Source, IReadOnlyList<string> Needs,
    string? Folder, string? Commit, long Bytes, IReadOnlyList<ModelFile> Files);

/// <summary>A file of a model.</summary>
internal sealed record ModelFile(string Path, long Bytes);

/// <summary>What a check of a model found; <see cref="Faults"/> are damaged or missing files.</summary>
internal sealed record ModelCheck(string Name, int Good, IReadOnlyList<string> Faults, int Unknown)
{
    public static ModelCheck Of(string name, IReadOnlyList<FileCheck> files) => new(
        name,
        files.Count(file => file.State == FileState.Good),
        [.. files.Where(file => file.State is FileState.Damaged or FileState.Missing).Select(file => $"{file.Path} ({(file.State == FileState.Damaged ? "damaged" : "missing")})")],
        files.Count(file => file.State == FileState.Unknown));

    public override string ToString() =>
        $"{Name}: {Good} files good{(Faults.Count > 0 ? $", {string.Join(", ", Faults)}" : "")}{(Unknown > 0 ? $", {Unknown} whose hash is not known" : "")}";
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ModelLine[]))]
[JsonSerializable(typeof(PulledModel[]))]
[JsonSerializable(typeof(ModelCheck[]))]
[JsonSerializable(typeof(ModelDetails))]
internal sealed partial class ModelsJsonContext : JsonSerializerContext;
