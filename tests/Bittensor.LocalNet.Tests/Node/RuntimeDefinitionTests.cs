using System.Text.RegularExpressions;
using AudioSubnet.TestData;
using Bittensor.LocalNet.Node.Calls;
using Bittensor.LocalNet.Node.Runtime;
using Bittensor.Scale.Metadata;

namespace Bittensor.LocalNet.Tests.Node;

/// <summary>The node's runtime beside the main network's: what we have is as it is there.</summary>
[Trait("Area", "chain")]
public sealed partial class RuntimeDefinitionTests
{
    private static readonly LocalRuntime s_runtime = new(TimeSpan.FromSeconds(12), 256);

    [Theory]
    [InlineData(14)]
    [InlineData(15)]
    public void Served_metadata_reads_back_as_it_was_built(int version)
    {
        var read = RuntimeMetadata.Read(s_runtime.EncodedMetadata((uint)version));

        read.Version.ShouldBe(version);
        read.Content.Types.Count.ShouldBe(s_runtime.Metadata.Content.Types.Count);
        read.Pallets.Select(pallet => (pallet.Name, pallet.Index))
            .ShouldBe(s_runtime.Metadata.Pallets.Select(pallet => (pallet.Name, pallet.Index)));
        read.EncodeCall("SubtensorModule", "burned_register", 1, TestNode.Alice.AccountId)[..4].ShouldBe([7, 7, 1, 0]);
        (read.ApiMethods.Count > 0).ShouldBe(version == 15);
    }

    [Fact]
    public void Calls_storage_events_errors_and_apis_are_those_of_the_main_network()
    {
        RuntimeMetadata real = MainNetwork();
        RuntimeMetadata ours = s_runtime.Metadata;
        foreach (Pallet pallet in ours.Pallets)
        {
            Pallet other = real.Pallet(pallet.Name);
            other.Index.ShouldBe(pallet.Index);
            SameVariants(pallet.Name, pallet.Calls, other.Calls);
            SameVariants(pallet.Name, pallet.Events, other.Events);
            SameVariants(pallet.Name, pallet.Errors, other.Errors);
            foreach (StorageEntry entry in pallet.StorageEntries)
                Describe(ours, entry).ShouldBe(Describe(real, other.Storage(entry.Name)), $"{pallet.Name}.{entry.Name}");
            foreach (ConstantMetadata constant in pallet.Description.Constants)
                Shape(ours, constant.Type).ShouldBe(
                    Shape(real, other.Description.Constants.Single(c => c.Name == constant.Name).Type), $"{pallet.Name}.{constant.Name}");
        }
        foreach (RuntimeApiMethod method in ours.ApiMethods)
            Describe(ours, method).ShouldBe(Describe(real, real.ApiMethods.Single(m => m.StateCall == method.StateCall)), method.StateCall);
        Extensions(ours).ShouldBe(Extensions(real));

        void SameVariants(string pallet, IEnumerable<TypeVariant> own, IReadOnlyList<TypeVariant> others)
        {
            foreach (TypeVariant variant in own)
                Describe(ours, variant).ShouldBe(Describe(real, others.Single(v => v.Name == variant.Name)), $"{pallet}.{variant.Name}");
        }
    }

    [Fact]
    public void Every_error_and_event_that_the_ledger_names_is_in_the_metadata()
    {
        var errors = new DispatchErrors(s_runtime.Metadata);
        string folder = Path.Combine(TestPaths.Repository, "src", "Bittensor.LocalNet", "Ledger");
        string[] names =
        [
            .. Directory.EnumerateFiles(folder, "*.cs").SelectMany(file => ErrorName().Matches(File.ReadAllText(file)))
                .Select(match => match.Groups["name"].Value).Distinct(),
        ];

        HashSet<string> events = [.. s_runtime.Metadata.Pallet("SubtensorModule").Events.Select(variant => variant.Name)];
        names.Length.ShouldBeGreaterThan(20);
        // InvalidTransaction never reaches a block: the extrinsic is dropped.
        names.Where(name => name != "InvalidTransaction" && !errors.Knows(name) && !events.Contains(name)).ShouldBeEmpty();
    }

    private static RuntimeMetadata MainNetwork()
    {
        string? file = TestPaths.Shared is null ? null : Path.Combine(TestPaths.Shared, "chain", "metadata", "finney-424.v15.scale");
        Assert.SkipUnless(File.Exists(file), "../shared/chain/metadata/finney-424.v15.scale is not there.");
        return RuntimeMetadata.Read(File.ReadAllBytes(file!));
    }

    private static string Describe(RuntimeMetadata metadata, TypeVariant variant) =>
        $"{variant.Index} {variant.Name}({Fields(metadata, variant.Fields, 0)})";

    private static string Describe(RuntimeMetadata metadata, StorageEntry entry) => string.Join(
        ' ',
        string.Join(',', entry.Description.Hashers),
        string.Join(',', entry.KeyTypes.Select(key => Shape(metadata, key))),
        Shape(metadata, entry.Description.ValueType),
        entry.Description.Modifier,
        Convert.ToHexStringLower(entry.Description.Default.Span),
        Convert.ToHexStringLower(entry.Prefix));

    private static string Describe(RuntimeMetadata metadata, RuntimeApiMethod method) =>
        $"{method.StateCall}({string.Join(',', method.Description.Inputs.Select(input => $"{input.Name}: {Input(metadata, input.Type)}"))}) -> "
        + Shape(metadata, method.Description.Output);

    /// <summary>An extrinsic is its bytes, wrapped once more on the main network.</summary>
    private static string Input(RuntimeMetadata metadata, int type) =>
        metadata.Types[type].Name == "UncheckedExtrinsic" ? "extrinsic" : Shape(metadata, type);

    private static IEnumerable<string> Extensions(RuntimeMetadata metadata) => metadata.Extrinsic.Extensions.Select(
        extension => $"{extension.Identifier}: {Shape(metadata, extension.ExtraType)} / {Shape(metadata, extension.AdditionalType)}");

    private static string Fields(RuntimeMetadata metadata, IEnumerable<TypeField> fields, int depth) =>
        string.Join(", ", fields.Select(field => $"{field.Name}: {Shape(metadata, field.Type, depth + 1)}"));

    /// <summary>A type's layout and path, down to its parts. The enums over all pallets are named only: ours have fewer.</summary>
    private static string Shape(RuntimeMetadata metadata, int id, int depth = 0)
    {
        TypeDefinition type = metadata.Types[id];
        string name = string.Join("::", type.Path);
        if (depth > 12 || name is "node_subtensor_runtime::RuntimeCall" or "node_subtensor_runtime::RuntimeEvent")
            return name;
        // A Rust matter: a string that may be borrowed.
        if (name == "Cow" && type.Shape is CompositeShape { Fields: [var text] })
            return Shape(metadata, text.Type, depth);
        return name + type.Shape switch
        {
            PrimitiveShape primitive => primitive.Primitive.ToString(),
            CompactShape compact => $"Compact<{Shape(metadata, compact.Inner, depth + 1)}>",
            SequenceShape sequence => $"Vec<{Shape(metadata, sequence.Element, depth + 1)}>",
            ArrayShape array => $"[{Shape(metadata, array.Element, depth + 1)}; {array.Length}]",
            TupleShape tuple => $"({string.Join(", ", tuple.Elements.Select(element => Shape(metadata, element, depth + 1)))})",
            CompositeShape composite => $"{{{Fields(metadata, composite.Fields, depth)}}}",
            VariantShape variants => string.Join(
                '|', variants.Variants.OrderBy(v => v.Index).Select(v => $"{v.Index} {v.Name}({Fields(metadata, v.Fields, depth)})")),
            _ => throw new NotSupportedException(type.Shape.ToString()),
        };
    }

    /// <summary>Names in capitals and small letters stand for errors and for events there.</summary>
    [GeneratedRegex(@"(?<!=)""(?<name>[A-Z][a-z]+[A-Z]\w+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ErrorName();
}
