using System.CommandLine;
using AudioSubnet.Cli.CommandLine;
using AudioSubnet.Inference.Hub;

namespace AudioSubnet.Cli.Commands;

/// <summary><c>audiosubnet models pull</c>: brings models and all that they need.</summary>
internal static class ModelsPullCommand
{
    public static Command Create()
    {
        Argument<string[]> names = ModelsCommand.Names(ArgumentArity.OneOrMore, "Models of the list, or any repository on the hub; @revision behind a name pins it.");
        Option<bool> json = CommonOptions.Json();
        Option<bool> permissive = ModelsCommand.PermissiveOnly("Refuse models whose licence does not allow commercial use, or is not known.");
        var alone = new Option<bool>("--alone") { Description = "Do not pull the further models that a model needs." };
        var command = new Command("pull", "Download models; what is here already is checked for news, what was cut goes on.") { names, json, permissive, alone };
        command.SetAction(async (result, cancellationToken) =>
        {
            using var store = new ModelStore();
            string[] wanted = [.. result.GetRequiredValue(names)
                .SelectMany(name => result.GetValue(alone) ? [name] : store.WithNeeds(name))
                .Distinct(StringComparer.OrdinalIgnoreCase)];
            if (result.GetValue(permissive))
                foreach (string name in wanted)
                    Refuse(store.Catalog, name);
            if (Array.Find(wanted, name => Path.IsPathRooted(name) || name.StartsWith('.')) is { } folder && Directory.Exists(folder))
                throw new UserException($"{folder} is a folder of yours: there is nothing to pull. Name it as it is, for example with --model.");
            var pulled = new List<PulledModel>();
            foreach (string name in wanted)
            {
                StoredModel model = await ModelsProgress.PullAsync(store, name, cancellationToken);
                ModelLicense license = store.Catalog.LicenseOf(name);
                pulled.Add(new PulledModel(model.Name, model.Commit, model.Folder, license.Name, license.IsPermissive));
                if (!result.GetValue(json))
                    Console.WriteLine($"{model.Name}{(model.Commit is null ? "" : $" at {model.Commit[..12]}")} is in {model.Folder} (licence: {license.Name}{(license.IsPermissive ? "" : ", see its terms before commercial use")})");
            }

            if (result.GetValue(json))
                Console.WriteLine(JsonText.Of(pulled.ToArray(), ModelsJsonContext.Default.PulledModelArray));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Refuse(ModelCatalog catalog, string name)
    {
        ModelLicense license = catalog.LicenseOf(name);
        if (license.IsPermissive)
            return;
        throw new UserException(license == ModelLicense.Unknown
            ? $"{name} is refused by --permissive-only: its licence is not known here. Read its page on the hub, then pull it without that option if it suits you."
            : $"{name} is refused by --permissive-only: its licence is {license.Name} (no commercial use). Models that are allowed: audiosubnet models list --permissive-only");
    }
}
