using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bittensor.Chain.Rpc;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace Bittensor.Tests.Chain.Rpc;

[Trait("Area", "chain")]
public sealed class NodeFormatterTests
{
    private readonly NodeFormatter _formatter = new();

    [Fact]
    public void A_request_carries_every_kind_of_parameter()
    {
        var parameters = new object?[]
        {
            "0xab", null, true, ulong.MaxValue, -1, new[] { "a", "b" }, new JsonObject { ["k"] = 1 },
            new Dictionary<string, object?>(StringComparer.Ordinal) { ["inner"] = (ushort)7 },
        };

        var text = (string)_formatter.GetJsonText(new JsonRpcRequest { RequestId = new RequestId(5), Method = "state_call", ArgumentsList = parameters });

        text.ShouldBe("""{"jsonrpc":"2.0","id":5,"method":"state_call","params":["0xab",null,true,18446744073709551615,-1,["a","b"],{"k":1},{"inner":7}]}""");
    }

    [Fact]
    public void A_parameter_that_only_reflection_could_write_is_refused_by_name() =>
        Should.Throw<ArgumentException>(() => _formatter.GetJsonText(new JsonRpcRequest { RequestId = new RequestId(1), Method = "m", ArgumentsList = [new Version(1, 2)] }))
            .Message.ShouldContain(nameof(Version));

    [Fact]
    public void Errors_keep_their_code_and_data()
    {
        JsonRpcError error = Read("""{"jsonrpc":"2.0","id":"7","error":{"code":1010,"message":"Invalid Transaction","data":"Custom error: 6"}}""").ShouldBeOfType<JsonRpcError>();

        error.RequestId.String.ShouldBe("7");
        ((int)error.Error!.Code).ShouldBe(1010);
        error.Error.Data.ShouldBeOfType<JsonElement>().GetString().ShouldBe("Custom error: 6");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"id":{},"result":1}""")]
    [InlineData("""{"id":1,"result":""")]
    public void What_is_no_message_is_refused(string text) => Should.Throw<JsonException>(() => Read(text));

    private JsonRpcMessage Read(string text) => _formatter.Deserialize(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(text)));
}
