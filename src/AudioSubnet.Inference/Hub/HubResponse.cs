using System.Globalization;
using System.Net.Http.Headers;

namespace AudioSubnet.Inference.Hub;

/// <summary>The last answer of a chain of redirects, and what the hub itself said on the way.</summary>
internal sealed record HubResponse(HttpResponseMessage Message, HubFileHeaders? Headers) : IDisposable
{
    public void Dispose() => Message.Dispose();
}

/// <summary>What the hub says about a file before it redirects to where the content lies.</summary>
/// <param name="Commit">Header X-Repo-Commit.</param>
/// <param name="Etag">X-Linked-Etag (large files), else ETag, without quotes: SHA-256 or git's SHA-1.</param>
/// <param name="Size">X-Linked-Size, else the length of the content.</param>
internal sealed record HubFileHeaders(string? Commit, string? Etag, long? Size)
{
    public static HubFileHeaders Read(HttpResponseMessage answer, HubFileHeaders? earlier)
    {
        string? linkedSize = One(answer.Headers, "X-Linked-Size");
        bool whole = answer.StatusCode == System.Net.HttpStatusCode.OK;
        return new HubFileHeaders(
            One(answer.Headers, "X-Repo-Commit") ?? earlier?.Commit,
            Clean(One(answer.Headers, "X-Linked-Etag")) ?? earlier?.Etag ?? (whole ? Clean(answer.Headers.ETag?.Tag) : null),
            long.TryParse(linkedSize, NumberStyles.None, CultureInfo.InvariantCulture, out long size) ? size : earlier?.Size ?? (whole ? answer.Content.Headers.ContentLength : null));
    }

    private static string? Clean(string? etag)
    {
        if (etag is null)
            return null;
        return (etag.StartsWith("W/", StringComparison.Ordinal) ? etag[2..] : etag).Trim('"');
    }

    private static string? One(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out IEnumerable<string>? values) ? values.FirstOrDefault() : null;
}
