using System.CommandLine;
using AudioSubnet.Cli.CommandLine;
using AudioSubnet.Inference.Hub;

namespace AudioSubnet.Cli.Commands;

/// <summary><c>audiosubnet models</c>: which models there are, under what terms, and which are on this machine.</summary>
internal static class ModelsCommand
{
    public static Command Create() => new("models", "List, pull, check and remove the neural models.")
    {
        List(), ModelsPullCommand.Create(), Verify(), Remove(), Info(),
    };

    private static Command List()
    {
        Option<bool> json = CommonOptions.Json();
        Option<bool> permissive = PermissiveOnly("Show only models whose licence allows commercial use.");
        var all = new Option<bool>("--all") { Description = "Show other models of the cache too." };
        var command = new Command("list", "List the models, their licences, and what is on this machine.") { json, permissive, all };
        command.SetAction(result =>
        {
            using var store = new ModelStore();
            var report = new ModelsReport(store);
            ModelLine[] lines = [.. report.Lines(result.GetValue(all)).Where(line => line.Permissive || !result.GetValue(permissive))];
            if (result.GetValue(json))
                Console.WriteLine(JsonText.Of(lines, ModelsJsonContext.Default.ModelLineArray));
            else
                report.WriteTable(lines);
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Verify()
    {
        Argument<string[]> names = Names(ArgumentArity.ZeroOrMore, "Models to check (default: all known ones that are here).");
        Option<bool> json = CommonOptions.Json();
        var repair = new Option<bool>("--repair") { Description = "Delete damaged files and pull them again." };
        var command = new Command("verify", "Compare the files of models with the hashes that they should have.") { names, json, repair };
        command.SetAction(async (result, cancellationToken) =>
        {
            using var store = new ModelStore();
            var inventory = new CacheInventory(store);
            string[] asked = result.GetValue(names) ?? [];
            string[] chosen = asked.Length > 0 ? asked : [.. store.Catalog.Models.Select(model => model.Id).Where(id => inventory.SizeOf(id) > 0)];
            var checks = new List<ModelCheck>();
            foreach (string name in chosen)
            {
                var files = await inventory.VerifyAsync(name, progress: null, cancellationToken);
                if (files.Count == 0 && asked.Length > 0)
                    throw new UserException($"{name} is not in the cache, so there is nothing to check. Pull it: audiosubnet models pull {name}");
                checks.Add(ModelCheck.Of(name, files));
            }

            if (result.GetValue(json))
                Console.WriteLine(JsonText.Of(checks.ToArray(), ModelsJsonContext.Default.ModelCheckArray));
            else
                foreach (ModelCheck check in checks)
                    Console.WriteLine(check.ToString());
            ModelCheck[] damaged = [.. checks.Where(check => check.Faults.Count > 0)];
            if (damaged.Length == 0)
                return ExitCode.Success;
            if (!result.GetValue(repair))
            {
                ErrorReport.WriteLine($"Damaged: {string.Join(", ", damaged.Select(check => check.Name))}. Repair with: audiosubnet models verify --repair {string.Join(' ', damaged.Select(check => check.Name))}");
                return ExitCode.Failure;
            }

            foreach (ModelCheck check in damaged)
            {
                await inventory.RemoveDamagedAsync(check.Name, cancellationToken);
                await ModelsProgress.PullAsync(store, check.Name, cancellationToken);
                Console.Error.WriteLine($"{check.Name} is repaired.");
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static Command Remove()
    {
        Argument<string[]> names = Names(ArgumentArity.OneOrMore, "Models to remove.");
        var command = new Command("remove", "Delete models from the cache.") { names };
        command.SetAction(result =>
        {
            using var store = new ModelStore();
            var inventory = new CacheInventory(store);
            foreach (string name in result.GetRequiredValue(names))
                Console.WriteLine(inventory.Remove(name) is { } bytes
                    ? $"{name} is removed; {ModelsReport.Size(bytes)} are free."
                    : throw new UserException($"{name} is not in the cache. See: audiosubnet models list"));
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Info()
    {
        var name = new Argument<string>("name") { Description = "The model." };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("info", "Show a model's licence, source, folder and files.") { name, json };
        command.SetAction(result =>
        {
            using var store = new ModelStore();
            ModelDetails details = new ModelsReport(store).Details(result.GetRequiredValue(name));
            if (result.GetValue(json))
                Console.WriteLine(JsonText.Of(details, ModelsJsonContext.Default.ModelDetails));
            else
                ModelsReport.Write(details);
            return ExitCode.Success;
        });
        return command;
    }

    public static Option<bool> PermissiveOnly(string description) => new("--permissive-only") { Description = description };

    public static Argument<string[]> Names(ArgumentArity arity, string description) => new("names") { Arity = arity, Description = description };
}
