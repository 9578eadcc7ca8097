namespace AudioSubnet.Protocol.Tests;

[Trait("Area", "protocol")]
public sealed class MusicDurationTests
{
    [Fact]
    public void Fifteen_seconds_are_the_755_tokens_of_the_network()
    {
        MusicDuration.TokensFor(15).ShouldBe(MusicDuration.DefaultTokens);
        MusicDuration.SecondsOf(MusicDuration.DefaultTokens).ShouldBe(15.04, 0.001);
    }

    [Fact]
    public void The_tokens_asked_for_never_last_shorter_than_the_seconds_meant()
    {
        for (double seconds = 1; seconds <= ProtocolLimits.MaxMusicSeconds; seconds += 0.07)
        {
            double back = MusicDuration.SecondsOf(MusicDuration.TokensFor(seconds));
            back.ShouldBeInRange(seconds - 1e-9, seconds + 0.1);
        }
    }

    [Fact]
    public void Tokens_in_steps_of_five_survive_the_way_to_seconds_and_back()
    {
        for (int tokens = 5; tokens <= 3010; tokens += 5)
            MusicDuration.TokensFor(MusicDuration.SecondsOf(tokens)).ShouldBe(tokens);
    }

    [Theory]
    [InlineData(755, true)]
    [InlineData(51, true)]
    [InlineData(3012, true)]
    [InlineData(50, false)]
    [InlineData(3013, false)]
    [InlineData(0, false)]
    [InlineData(-755, false)]
    [InlineData(int.MaxValue, false)]
    [InlineData(null, false)]
    public void A_duration_outside_the_limits_is_refused(int? tokens, bool valid) =>
        (MusicDuration.Check(tokens) is null).ShouldBe(valid);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(60.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Seconds_outside_the_limits_cannot_be_asked_for(double seconds) =>
        Should.Throw<ArgumentOutOfRangeException>(() => MusicDuration.TokensFor(seconds));
}
