using Bittensor.Chain.Rpc;

namespace Bittensor.Tests.Chain.Rpc;

[Trait("Area", "chain")]
public sealed class ChainEndpointsTests
{
    [Theory]
    [InlineData("finney", "wss://entrypoint-finney.opentensor.ai:443")]
    [InlineData("TEST", "wss://test.finney.opentensor.ai:443")]
    [InlineData("local", "ws://127.0.0.1:9944")]
    [InlineData("ws://10.0.0.1:9944, local,ws://10.0.0.1:9944", "ws://10.0.0.1:9944", "ws://127.0.0.1:9944")]
    public void Networks_and_urls_are_understood(string text, params string[] expected) =>
        ChainEndpoints.Parse(text).ShouldBe(expected.Select(url => new Uri(url)));

    [Theory]
    [InlineData("finny")]
    [InlineData("http://127.0.0.1:9944")]
    [InlineData("")]
    [InlineData("local,nonsense")]
    public void Anything_else_is_refused_with_what_would_do(string text) =>
        Should.Throw<FormatException>(() => ChainEndpoints.Parse(text)).Message.ShouldContain("finney, test, archive, local");
}
