using System.Security.Cryptography;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.TestData;

namespace AudioSubnet.Models.Tests.Golden;

/// <summary>
/// One case of the reference implementation: a file of tensors named <c>in.*</c> (to be fed), <c>mid.*</c> (intermediates that localise a mismatch) and <c>out.*</c> (expected),
/// in the folder of the checkpoint that it belongs to.
/// </summary>
internal sealed class GoldenCase : IDisposable
{
    private readonly Checkpoint _tensors;

    private GoldenCase(string file)
    {
        File = file;
        _tensors = Checkpoint.Open(file);
    }

    /// <summary>The case's file.</summary>
    public string File { get; }

    /// <summary>The folder of the case: that of the checkpoint, its configuration and its tokenizer.</summary>
    public string Folder => Path.GetDirectoryName(File)!;

    /// <summary>The tensor of that name, for example "in.input_ids".</summary>
    public CheckpointTensor this[string name] => _tensors.Tensors.TryGetValue(name, out CheckpointTensor? tensor) ? tensor
        : throw new KeyNotFoundException($"{File} has no '{name}', only {string.Join(", ", _tensors.Tensors.Keys.Order(StringComparer.Ordinal))}.");

    /// <summary>
    /// Theory data: the files of every case of a model in every golden folder, in whatever sub-folder. If there are none, one row that shows as skipped.
    /// Use it as <c>public static IEnumerable&lt;TheoryDataRow&lt;string&gt;&gt; Cases =&gt; GoldenCase.Of("vits");</c> and open each file in the test.
    /// </summary>
    /// <param name="model">Folder of the model below the golden folders, also of a part of it: "vits", "vits/mms-tiny".</param>
    /// <param name="pattern">Which files are cases.</param>
    public static IEnumerable<TheoryDataRow<string>> Of(string model, string pattern = "case*.safetensors")
    {
        var rows = (
            from root in TestPaths.GoldenFolders
            let folder = Path.Combine(root, model)
            where Directory.Exists(folder)
            from file in Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            // A case that the repository carries and the shared folder too runs once.
            group file by (Path.GetRelativePath(root, file), Convert.ToHexString(SHA256.HashData(System.IO.File.ReadAllBytes(file)))) into copies
            select new TheoryDataRow<string>(copies.Last())).ToList();
        return rows.Count > 0 ? rows : [new TheoryDataRow<string>("") { Skip = $"no golden case {model}/{pattern}; put some into tests/golden, ../shared/golden or a folder that AUDIOSUBNET_GOLDEN names" }];
    }

    /// <summary>Opens a case's file.</summary>
    public static GoldenCase Open(string file) => new(file);

    /// <summary>Whether the case has that tensor; optional inputs, such as a speaker, are simply absent.</summary>
    public bool Has(string name) => _tensors.Tensors.ContainsKey(name);

    /// <summary>The values of a float tensor, row-major.</summary>
    public float[] Floats(string name) => this[name].ToFloats();

    /// <summary>The values of an integer tensor, row-major.</summary>
    public long[] Integers(string name) => this[name].ToInt64s();

    /// <summary>The value of a float tensor with one element.</summary>
    public float Scalar(string name) => Floats(name).ShouldHaveSingleItem();

    /// <summary>The shape of a tensor.</summary>
    public long[] Shape(string name) => [.. this[name].Shape];

    /// <summary>An integer tensor as a model takes it.</summary>
    public TensorValue Longs(string name) => TensorValue.From(Integers(name), Shape(name));

    /// <summary>
    /// Asserts that every output that the reference recorded, of which there is at least one, is the reference's within a tolerance. Of an
    /// output whose name ends in "_first" the reference recorded the first item alone.
    /// </summary>
    public void ShouldMatch(SessionOutputs outputs, float tolerance)
    {
        string[] recorded = [.. outputs.Names.Where(Has)];
        recorded.ShouldNotBeEmpty();
        foreach (string name in recorded)
        {
            ReadOnlySpan<float> actual = outputs[name].Floats;
            ShouldMatch(name, name.EndsWith("_first", StringComparison.Ordinal) ? actual[..(int)this[name].ElementCount] : actual, tolerance);
        }
    }

    /// <summary>Asserts that values are those of the reference's tensor within a tolerance; a failure names the worst place.</summary>
    /// <param name="name">The reference's tensor, for example "out.waveform".</param>
    /// <param name="actual">Ours, row-major.</param>
    /// <param name="tolerance">Largest absolute difference.</param>
    public void ShouldMatch(string name, ReadOnlySpan<float> actual, float tolerance)
    {
        CheckpointTensor tensor = this[name];
        ShouldMatch(tensor.ToFloats(), actual, tolerance, name, tensor.Shape);
    }

    /// <summary>Asserts that values agree within a tolerance; a failure tells the largest difference and where it is.</summary>
    /// <param name="expected">The reference's values.</param>
    /// <param name="actual">Ours.</param>
    /// <param name="tolerance">Largest absolute difference; equal infinities agree, and NaN agrees with NaN.</param>
    /// <param name="what">What is compared, for the message.</param>
    /// <param name="shape">Shape of the values, so that the place is given by its coordinates.</param>
    public static void ShouldMatch(
        ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, float tolerance, string what = "values", IReadOnlyList<long>? shape = null)
    {
        if (expected.Length != actual.Length)
            Assert.Fail($"{what}: {actual.Length} values where the reference has {expected.Length}{(shape is null ? "" : $" [{string.Join(", ", shape)}]")}.");
        int worst = -1, beyond = 0;
        double largest = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Difference(expected[i], actual[i]);
            if (difference > tolerance)
                beyond++;
            if (difference > largest)
                (largest, worst) = (difference, i);
        }
        if (beyond > 0)
            Assert.Fail($"{what}: {beyond} of {expected.Length} values are off by more than {tolerance:g3}; the worst by {largest:g4} at {Place(worst, shape)}, where the reference has {expected[worst]:g7} and we have {actual[worst]:g7}.");
    }

    public void Dispose() => _tensors.Dispose();

    private static double Difference(float expected, float actual) =>
        expected.Equals(actual) ? 0
        : float.IsFinite(expected) && float.IsFinite(actual) ? Math.Abs((double)expected - actual)
        : double.PositiveInfinity;

    private static string Place(int index, IReadOnlyList<long>? shape)
    {
        if (shape is null || shape.Count < 2)
            return $"[{index}]";
        var coordinates = new long[shape.Count];
        long rest = index;
        for (int axis = shape.Count - 1; axis >= 0; axis--)
            (rest, coordinates[axis]) = Math.DivRem(rest, shape[axis]);
        return $"[{string.Join(", ", coordinates)}]";
    }
}
