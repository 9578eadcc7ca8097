using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AudioSubnet.TestData;
using Bittensor.Wire;

namespace Bittensor.Tests.Wire;

[Trait("Area", "vectors")]
public sealed class BodyHashVectorTests
{
    public static TheoryData<string> Versions => ["6.9.3", "9.12.2"];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Values_have_the_text_and_hash_that_python_gives_them(string sdk)
    {
        foreach (JsonDocument document in await LoadAsync(sdk))
        {
            foreach (JsonElement vector in document.RootElement.GetProperty("values").EnumerateArray())
            {
                string text = PythonRepr.Of(vector.GetProperty("json"));
                text.ShouldBe(vector.GetProperty("str").GetString());
                Convert.ToHexStringLower(SHA3_256.HashData(Encoding.UTF8.GetBytes(text))).ShouldBe(vector.GetProperty("fieldHash").GetString());
            }
            document.Dispose();
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Bodies_have_the_hash_of_their_required_fields_in_the_recorded_order(string sdk)
    {
        foreach (JsonDocument document in await LoadAsync(sdk))
        {
            foreach (JsonElement vector in document.RootElement.GetProperty("bodies").EnumerateArray())
            {
                IEnumerable<string> order = vector.TryGetProperty("hashedOrder", out JsonElement hashed) ? hashed.EnumerateArray().Select(static name => name.GetString()!) : [];
                BodyHash.Of(order.Select(name => (object?)vector.GetProperty(name))).ShouldBe(vector.GetProperty("bodyHash").GetString());
            }
            document.Dispose();
        }
    }

    [Theory]
    [InlineData(1.0, "1.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(123456.75, "123456.75")]
    [InlineData(9999999999999998.0, "9999999999999998.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(1.5e300, "1.5e+300")]
    [InlineData(0.00012, "0.00012")]
    [InlineData(0.000012, "1.2e-05")]
    [InlineData(double.NaN, "nan")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void Floats_are_laid_out_as_python_does(double value, string expected) => PythonRepr.OfFloat(value).ShouldBe(expected);

    [Fact]
    public void Typed_values_have_the_text_of_the_json_they_travel_as()
    {
        PythonRepr.Of(new Dictionary<string, object?>(StringComparer.Ordinal) { ["a"] = 1, ["b"] = new[] { 0.1f, 2f } }).ShouldBe("{'a': 1, 'b': [0.1, 2.0]}");
        PythonRepr.Of(new List<string> { "it's" }).ShouldBe("[\"it's\"]");
        PythonRepr.Of(ulong.MaxValue).ShouldBe("18446744073709551615");
    }

    private static async Task<IReadOnlyList<JsonDocument>> LoadAsync(string sdk)
    {
        var documents = new List<JsonDocument>();
        foreach (string file in TestPaths.VectorFiles($"synapse/body_hash-{sdk}.json"))
            documents.Add(JsonDocument.Parse(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)));
        documents.ShouldNotBeEmpty();
        return documents;
    }
}
