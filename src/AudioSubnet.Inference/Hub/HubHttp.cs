using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Http.Resilience;

namespace AudioSubnet.Inference.Hub;

/// <summary>Requests to the hub: with the token to the hub alone, redirects followed by hand, retries with back-off, failures in words that
/// say what to do.</summary>
internal sealed class HubHttp : IDisposable
{
    private const int MaxRedirects = 10;
    private const int MaxJsonBytes = 64 << 20;

    private readonly HubOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;

    public HubHttp(HubOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        var sockets = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = options.ResponseTimeLimit,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxConnectionsPerServer = 2 * options.ParallelFiles,
        };
        var retrying = new ResilienceHandler(HubResilience.Create(options, time)) { InnerHandler = sockets };
        _client = new HttpClient(retrying) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("audiosubnet", typeof(HubHttp).Assembly.GetName().Version!.ToString(3)));
        _client.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
    }

    public void Dispose() => _client.Dispose();

    /// <summary>The address of a file at a commit.</summary>
    public Uri FileAddress(HubRepository repository, string revision, string file)
    {
        string prefix = repository.Kind == HubRepositoryKind.Dataset ? "datasets/" : "";
        string escaped = string.Join('/', file.Split('/').Select(Uri.EscapeDataString));
        return Address($"{prefix}{repository.Id}/resolve/{Uri.EscapeDataString(revision)}/{escaped}");
    }

    public async Task<JsonDocument> GetJsonAsync(HubRepository repository, string path, CancellationToken cancellationToken) =>
        (await GetPageAsync(repository, path, cancellationToken)).Document;

    /// <summary>A JSON answer and the path of its next page (header Link), if it has one.</summary>
    public async Task<(JsonDocument Document, string? NextPage)> GetPageAsync(HubRepository repository, string path, CancellationToken cancellationToken)
    {
        Uri address = Address(path);
        using HubResponse answer = await SendAsync(repository, file: null, HttpMethod.Get, address, range: null, cancellationToken);
        using var limit = new CancellationTokenSource(_options.IdleTimeLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await answer.Message.Content.LoadIntoBufferAsync(MaxJsonBytes, either.Token);
            await using Stream body = await answer.Message.Content.ReadAsStreamAsync(either.Token);
            return (await JsonDocument.ParseAsync(body, cancellationToken: either.Token), NextPage(answer.Message, address));
        }
        catch (Exception cause) when (cause is HttpRequestException or IOException || (cause is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw HubFailure.Unreachable(address, cause);
        }
        catch (JsonException cause)
        {
            throw new HubException(HubErrorKind.Corrupt, $"{address} did not answer with JSON. Check HF_ENDPOINT and any proxy in between.", cause);
        }
    }

    /// <summary>Sends a request and follows its redirects.</summary>
    /// <param name="repository">What is asked for; for messages; null if it is not the hub's.</param>
    /// <param name="file">The file that is asked for; for messages.</param>
    /// <param name="method">GET or HEAD. HEAD stops at a redirect to another host, whose headers are not the hub's.</param>
    /// <param name="address">Where to ask.</param>
    /// <param name="range">The part that is wanted; null for all.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>A successful answer, or 416 if a range was asked for.</returns>
    /// <exception cref="HubException">There is none; the reason is in <see cref="HubException.Kind"/>.</exception>
    public async Task<HubResponse> SendAsync(
        HubRepository? repository, string? file, HttpMethod method, Uri address, RangeHeaderValue? range, CancellationToken cancellationToken)
    {
        HubFileHeaders? headers = null;
        for (int redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            HttpResponseMessage answer = await SendOnceAsync(method, address, range, cancellationToken);
            if (IsHub(address))
                headers = HubFileHeaders.Read(answer, headers);
            bool redirected = answer.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect && answer.Headers.Location is not null;
            if (redirected)
            {
                Uri next = new(address, answer.Headers.Location!);
                if (method == HttpMethod.Head && !IsHub(next))
                    return new HubResponse(answer, headers);
                answer.Dispose();
                if (next.Scheme != Uri.UriSchemeHttps && (next.Scheme != Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps))
                    throw new HubException(HubErrorKind.Unsafe, $"{address.Host} redirects {repository?.ToString() ?? file} to {next.Scheme}://{next.Host}, which is not encrypted. Check HF_ENDPOINT.");
                address = next;
                continue;
            }

            if (answer.IsSuccessStatusCode || (range is not null && answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable))
                return new HubResponse(answer, headers);
            using (answer)
                throw repository is null ? HubFailure.Elsewhere(answer, address, file) : HubFailure.Of(answer, repository, file, _options, headers?.Commit);
        }

        throw new HubException(HubErrorKind.Unavailable, $"{address.Host} redirects {repository?.ToString() ?? file} in a circle. Check HF_ENDPOINT and any proxy in between.");
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HttpMethod method, Uri address, RangeHeaderValue? range, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Range = range;
        if (_options.Token is { } token && MayHaveToken(address))
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (Exception cause) when (cause is HttpRequestException or Polly.ExecutionRejectedException or IOException
            || (cause is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw HubFailure.Unreachable(address, cause);
        }
    }

    // The hub redirects large files to storage hosts with addresses that are signed: the token is none of their business.
    private bool MayHaveToken(Uri address) => IsHub(address) && (address.Scheme == Uri.UriSchemeHttps || address.IsLoopback);

    private bool IsHub(Uri address) =>
        address.Scheme == _options.Endpoint.Scheme && address.Port == _options.Endpoint.Port
        && string.Equals(address.IdnHost, _options.Endpoint.IdnHost, StringComparison.OrdinalIgnoreCase);

    private Uri Address(string path) => new($"{_options.Endpoint.AbsoluteUri.TrimEnd('/')}/{path}");

    // Link: <https://…?cursor=…>; rel="next". A next page on another host would be another host's listing.
    private string? NextPage(HttpResponseMessage answer, Uri address)
    {
        if (!answer.Headers.TryGetValues("Link", out IEnumerable<string>? links))
            return null;
        string? link = links.SelectMany(value => value.Split(',')).FirstOrDefault(value => value.Contains("rel=\"next\"", StringComparison.OrdinalIgnoreCase));
        int from = link?.IndexOf('<', StringComparison.Ordinal) ?? -1, to = link?.IndexOf('>', StringComparison.Ordinal) ?? -1;
        if (link is null || from < 0 || to <= from || !Uri.TryCreate(address, link[(from + 1)..to], out Uri? next))
            return null;
        string path = next.PathAndQuery, prefix = _options.Endpoint.AbsolutePath.TrimEnd('/');
        return path.StartsWith(prefix + "/", StringComparison.Ordinal) ? path[(prefix.Length + 1)..] : null;
    }
}
