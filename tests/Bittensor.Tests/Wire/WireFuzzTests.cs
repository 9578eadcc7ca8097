using System.Net;
using System.Net.Sockets;
using System.Text;
using Bittensor.Wire;

namespace Bittensor.Tests.Wire;

[Trait("Area", "fuzz")]
public sealed class WireFuzzTests
{
    private const int Seed = 20261122;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_bytes_on_the_wire_stop_the_server_or_reach_a_handler_unsigned()
    {
        const string sent = "hello";
        string? unexpected = null;
        await using AxonFixture axon = await AxonFixture.StartAsync(new AxonOptions { RequireSignedBody = true, RequestsPerSecondPerHotkey = 0, HeaderTimeout = TimeSpan.FromSeconds(3) }, handler: (synapse, _) =>
        {
            if (synapse.TextInput != sent)
                unexpected = synapse.TextInput;
            return Task.FromResult(synapse);
        });
        var random = new Random(Seed);
        for (int i = 0; i < 300; i++)
        {
            byte[] request = Mutate(axon.Request(signBody: true).ToBytes(), random);
            byte[] answer = await SendAndCloseAsync(axon.Axon.Port, request);
            if (answer.Length > 0)
                RawMessage.Parse(answer).Status.ShouldBeInRange(200, 505, $"mutation {i}");
        }
        unexpected.ShouldBeNull();
        (await axon.SendAsync(axon.Request(signBody: true))).Status.ShouldBe(200);
    }

    [Fact]
    public void No_bytes_make_the_body_reader_throw_anything_but_its_own_exception()
    {
        byte[] valid = Encoding.UTF8.GetBytes("""{"name": "TextToSpeech", "timeout": 12.0, "dendrite": {"nonce": 1795361588835518690}, "text_input": "h\u00fcllo \ud83d\ude00", "clone_input": [[0.5, -1e-5], []], "speech_output": [1, 2.5, -3e10, 0.1]}""");
        SynapseShape shape = SynapseShape.Of<TextToSpeech>();
        var random = new Random(Seed);
        int read = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] mutated = Mutate(valid, random);
            try
            {
                SynapseJson.Read(mutated, new TextToSpeech(), shape, responseOnly: false);
                read++;
            }
            catch (SynapseFormatException)
            {
                // What a broken body is for.
            }
        }
        read.ShouldBeGreaterThan(0);
    }

    private static byte[] Mutate(byte[] source, Random random)
    {
        var bytes = new List<byte>(source);
        for (int edits = random.Next(1, 4); edits > 0 && bytes.Count > 0; edits--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 40), bytes.Count - at));
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 200), bytes.Count - at)));
                    break;
                default:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
            }
        }
        return [.. bytes];
    }

    private static async Task<byte[]> SendAndCloseAsync(int port, byte[] request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, Stop);
        NetworkStream stream = client.GetStream();
        try
        {
            await stream.WriteAsync(request, Stop);
            client.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // The server has seen enough and closed; what it said is still there to be read.
        }
        return await RawHttp.ReadMessageAsync(stream, Stop);
    }
}
