using AudioSubnet.Scoring.Cloning;

namespace AudioSubnet.Scoring.Tests.Cloning;

[Trait("Area", "scoring")]
public sealed class SpeakerCurveTests
{
    private readonly SpeakerCurve _curve = new();

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0.5, 0)]
    [InlineData(0.86, 0.5)]
    [InlineData(0.95, 1)]
    [InlineData(1, 1)]
    public void Named_cosines_have_named_similarities(double cosine, double similarity) => _curve.Similarity(cosine).ShouldBe(similarity, 1e-12);

    [Fact]
    public void A_higher_cosine_never_has_a_lower_similarity_and_never_more_independence()
    {
        double[] cosines = [.. Enumerable.Range(-1000, 2001).Select(i => i / 1000.0)];
        double[] similarities = [.. cosines.Select(_curve.Similarity)], independences = [.. cosines.Select(_curve.Independence)];
        similarities.ShouldBeInOrder(SortDirection.Ascending);
        independences.ShouldBeInOrder(SortDirection.Descending);
        similarities.Concat(independences).ShouldAllBe(value => value >= 0 && value <= 1);
    }

    [Theory]
    [InlineData(0.62)]
    [InlineData(0.96)]
    public void Two_recordings_are_below_the_ceiling(double cosine) => _curve.Independence(cosine).ShouldBe(1);

    [Fact]
    public void One_and_the_same_recording_is_not() => _curve.Independence(0.9999).ShouldBe(0);
}
