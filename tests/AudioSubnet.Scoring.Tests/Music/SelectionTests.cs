using AudioSubnet.Scoring.Music;
using FsCheck.Xunit;

namespace AudioSubnet.Scoring.Tests.Music;

[Trait("Area", "scoring")]
public sealed class SelectionTests
{
    [Property(MaxTest = 300)]
    public void Each_place_holds_what_sorting_would_put_there(sbyte[] numbers)
    {
        float[] values = [.. numbers.Select(number => (float)number)]; // of few kinds, so that many are equal
        float[] sorted = [.. values.Order()];
        for (int place = 0; place < values.Length; place++)
            Selection.Smallest([.. values], place).ShouldBe(sorted[place]);
    }
}
