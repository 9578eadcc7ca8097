using System.Net;
using System.Net.Sockets;
using AudioSubnet.Dsp;
using AudioSubnet.Engines.ElevenLabs;
using Microsoft.AspNetCore.Http;

namespace AudioSubnet.Engines.Tests.ElevenLabs;

[Trait("Area", "engines")]
public class ElevenLabsFaultTests : IAsyncLifetime
{
    private LocalElevenLabs _service = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _service = await LocalElevenLabs.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task A_wrong_key_is_named_by_its_variable_and_never_shown()
    {
        const string wrong = "sk_wrong_but_secret";
        ElevenLabsOptions options = _service.Options with { ApiKey = wrong };
        string text = (await FailAsync(options)).ToString(); // message, stack and inner exceptions
        text.ShouldContain("does not take the key in ELEVEN_API (401 invalid_api_key: Invalid API key ***)");
        text.ShouldNotContain(wrong);
        options.ToString().ShouldNotContain(wrong);
        _service.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("key with a blank")]
    [InlineData("key\nbreak")]
    [InlineData("schlüssel")]
    [InlineData("")]
    public void A_key_that_cannot_be_one_is_refused_without_showing_it(string key)
    {
        string text = Should.Throw<EngineException>(() => new ElevenLabsTextToSpeech(options: _service.Options with { ApiKey = key })).ToString();
        text.ShouldContain("ELEVEN_API");
        if (key.Length > 0)
            text.ShouldNotContain(key);
    }

    [Theory]
    [InlineData("http://example.org", "https://")]
    [InlineData("https://me:password@example.org", "user name or password")]
    public void The_key_goes_to_no_address_that_would_show_it(string address, string reason)
    {
        string message = Should.Throw<EngineException>(() => new ElevenLabsTextToSpeech(options: _service.Options with { Endpoint = new Uri(address) })).Message;
        message.ShouldContain(reason);
        message.ShouldNotContain("password@");
    }

    [Theory]
    [InlineData(400, "max_character_limit_exceeded", "refused the request")]
    [InlineData(401, "missing_permissions", "lacks a permission")]
    [InlineData(401, "quota_exceeded", "quota")]
    [InlineData(402, "payment_required", "quota")]
    [InlineData(403, "only_for_creator+", "plan or key")]
    [InlineData(422, "invalid_uid", "refused the request")]
    [InlineData(429, "quota_exceeded", "quota")]
    public async Task A_refusal_that_waiting_does_not_change_is_told_at_once(int status, string code, string meaning)
    {
        _service.Intercept = context => LocalElevenLabs.RefuseAsync(context, status, code, "Because of this.");
        ElevenLabsException fault = await FailAsync(_service.Options);
        fault.Message.ShouldContain($"({status} {code}: Because of this.)");
        fault.Message.ShouldContain(meaning);
        (fault.Status, fault.Code).ShouldBe(((HttpStatusCode)status, code));
        _service.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"detail":{"type":"validation_error","code":"invalid_parameters","message":"No such model.","request_id":"a","param":"model_id"}}""", "422 invalid_parameters: No such model.")]
    [InlineData("""{"detail":[{"loc":["body","text"],"msg":"field required","type":"missing"}]}""", "422 validation_error: body.text: field required")]
    [InlineData("""{"detail":"Unprocessable"}""", "422: Unprocessable")]
    [InlineData("""{"detail":[1,null,{"loc":3}]}""", "422 validation_error")]
    [InlineData("""{"detail":{"status":5,"message":{}}}""", "(422)")]
    [InlineData("[]", "(422)")]
    [InlineData("<html>proxy</html>", "(422)")]
    [InlineData("", "(422)")]
    public async Task Every_form_of_a_refusal_is_read(string body, string shown)
    {
        _service.Intercept = async context =>
        {
            context.Response.StatusCode = 422;
            await context.Response.WriteAsync(body);
            return true;
        };
        (await FailAsync(_service.Options)).Message.ShouldContain(shown);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_passing_refusal_is_waited_for_as_long_as_the_service_asks(int status)
    {
        int left = 2;
        _service.Intercept = async context =>
        {
            if (Interlocked.Decrement(ref left) < 0)
                return false;
            context.Response.Headers.RetryAfter = "0";
            return await LocalElevenLabs.RefuseAsync(context, status, "system_busy", "Try again.");
        };
        // Without Retry-After, the first wait would be an hour.
        using var engine = new ElevenLabsTextToSpeech(options: _service.Options with { RetryDelay = TimeSpan.FromHours(1), MaxRetryAfter = TimeSpan.FromHours(2) });
        (await engine.SpeakAsync(new SpeechRequest("Hello."), Cancellation)).Frames.ShouldBe(7200);
        _service.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_wait_that_is_too_long_is_told_instead()
    {
        _service.Intercept = context =>
        {
            context.Response.Headers.RetryAfter = "3600";
            return LocalElevenLabs.RefuseAsync(context, 429, "too_many_concurrent_requests", "Too many.");
        };
        (await FailAsync(_service.Options)).Message.ShouldContain("(429 too_many_concurrent_requests: Too many.; it asks for a wait of 3600 s)");
        _service.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Repetitions_end()
    {
        _service.Intercept = context => LocalElevenLabs.RefuseAsync(context, 502, "bad_gateway", "Down.");
        (await FailAsync(_service.Options with { MaxRetries = 2 })).Message.ShouldContain("ElevenLabs failed (502");
        _service.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_an_error_and_never_the_end_of_the_speech()
    {
        var heard = new TaskCompletionSource();
        _service.Intercept = async context =>
        {
            await context.Response.Body.WriteAsync(LocalElevenLabs.Pcm("Hello.", context));
            await context.Response.Body.FlushAsync();
            await heard.Task;
            context.Abort();
            return true;
        };
        using var engine = new ElevenLabsTextToSpeech(options: _service.Options);
        await using IAsyncEnumerator<AudioBuffer> pieces = engine.StreamAsync(new SpeechRequest("Hello."), Cancellation).GetAsyncEnumerator(Cancellation);
        (await pieces.MoveNextAsync()).ShouldBeTrue();
        heard.SetResult();
        (await Should.ThrowAsync<ElevenLabsException>(async () => await pieces.MoveNextAsync())).Message.ShouldContain("broke off after 0.3 s");
    }

    [Fact]
    public async Task A_connection_that_breaks_before_the_answer_is_tried_once_more()
    {
        int left = 1;
        _service.Intercept = context =>
        {
            if (Interlocked.Decrement(ref left) < 0)
                return Task.FromResult(false);
            context.Abort();
            return Task.FromResult(true);
        };
        using var engine = new ElevenLabsTextToSpeech(options: _service.Options);
        (await engine.SpeakAsync(new SpeechRequest("Hello."), Cancellation)).Frames.ShouldBe(7200);
        _service.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_service_that_falls_silent_is_given_up()
    {
        _service.Intercept = async context =>
        {
            await context.Response.Body.WriteAsync(LocalElevenLabs.Pcm("Hello.", context));
            await context.Response.Body.FlushAsync();
            await WaitForEndAsync(context);
            return true;
        };
        (await FailAsync(_service.Options with { IdleTimeLimit = TimeSpan.FromMilliseconds(300) })).Message.ShouldContain("stopped sending after 0.3 s");
    }

    [Fact]
    public async Task A_service_that_never_answers_is_given_up()
    {
        _service.Intercept = async context =>
        {
            await WaitForEndAsync(context);
            return true;
        };
        (await FailAsync(_service.Options with { ResponseTimeLimit = TimeSpan.FromMilliseconds(300), MaxRetries = 0 })).Message.ShouldContain("did not answer in time");
    }

    [Theory]
    [InlineData(403, 1)]
    [InlineData(429, 2)]
    public async Task A_refusal_whose_body_never_ends_is_still_a_refusal(int status, int attempts)
    {
        _service.Intercept = async context =>
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync("{");
            await context.Response.Body.FlushAsync();
            await WaitForEndAsync(context);
            return true;
        };
        (await FailAsync(_service.Options with { IdleTimeLimit = TimeSpan.FromMilliseconds(300), MaxRetries = 1 })).Status.ShouldBe((HttpStatusCode)status);
        _service.Requests.Count.ShouldBe(attempts);
    }

    [Fact]
    public async Task A_missing_network_is_told_with_the_address()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        int port = ((IPEndPoint)socket.LocalEndpoint).Port;
        socket.Stop(); // now nobody listens there
        string message = (await FailAsync(_service.Options with { Endpoint = new Uri($"http://127.0.0.1:{port}") })).Message;
        message.ShouldContain($"127.0.0.1:{port} cannot be reached");
        message.ShouldContain("ELEVEN_ENDPOINT");
    }

    [Fact]
    public async Task A_redirect_does_not_take_the_key_along()
    {
        _service.Intercept = context =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.FromResult(true);
        };
        (await FailAsync(_service.Options)).Message.ShouldContain("redirects");
        _service.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("text/html", "<html>sign in</html>", "text/html in place of audio")]
    [InlineData("audio/pcm", "", "no sound")]
    public async Task An_answer_without_audio_is_an_error(string type, string body, string reason)
    {
        _service.Intercept = async context =>
        {
            context.Response.ContentType = type;
            await context.Response.WriteAsync(body);
            return true;
        };
        (await FailAsync(_service.Options)).Message.ShouldContain(reason);
    }

    private static async Task WaitForEndAsync(HttpContext context)
    {
        var left = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(left.SetResult);
        await left.Task;
    }

    private static async Task<ElevenLabsException> FailAsync(ElevenLabsOptions options)
    {
        using var engine = new ElevenLabsTextToSpeech(options: options);
        return await Should.ThrowAsync<ElevenLabsException>(() => engine.SpeakAsync(new SpeechRequest("Hello."), Cancellation));
    }
}
