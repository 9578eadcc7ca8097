using System.Net;

namespace AudioSubnet.Inference.Hub;

/// <summary>Puts a refusal into words that say what to do.</summary>
internal static class HubFailure
{
    public static HubException Of(HttpResponseMessage answer, HubRepository repository, string? file, HubOptions options, string? commit)
    {
        string? code = answer.Headers.TryGetValues("X-Error-Code", out IEnumerable<string>? codes) ? codes.FirstOrDefault() : null;
        string page = $"{options.Endpoint.AbsoluteUri.TrimEnd('/')}/{(repository.Kind == HubRepositoryKind.Dataset ? "datasets/" : "")}{repository.Id}";
        int status = (int)answer.StatusCode;
        return (code, answer.StatusCode) switch
        {
            ("GatedRepo", _) => new HubException(
                HubErrorKind.Gated,
                $"{repository.Id} is gated: its terms have to be accepted first. Open {page} in a browser, accept them, then {(options.Token is null ? "set HF_TOKEN to a token of that account" : "check that the token is of the account that accepted")}."),
            ("RevisionNotFound", _) => new HubException(
                HubErrorKind.RevisionNotFound, $"{repository.Id} has no revision '{repository.Revision}'. Its branches and tags are at {page}/tree/main."),
            ("EntryNotFound", _) => new HubException(
                HubErrorKind.FileNotFound, $"{repository} has no file '{SafePath.Printable(file ?? "")}'{(commit is null ? "" : $" at commit {commit}")}. Its files are at {page}/tree/main.") { Commit = commit },
            (_, HttpStatusCode.Unauthorized) when options.Token is not null && code != "RepoNotFound" => new HubException(
                HubErrorKind.Unauthorized,
                $"The hub does not accept the token (401 for {repository.Id}). Make a new one at {options.Endpoint.AbsoluteUri.TrimEnd('/')}/settings/tokens and put it into HF_TOKEN, or unset HF_TOKEN if the repository is public."),
            ("RepoNotFound", _) or (_, HttpStatusCode.Unauthorized) or (null, HttpStatusCode.NotFound) => new HubException(
                HubErrorKind.RepositoryNotFound,
                $"There is no {repository.KindName} '{repository.Id}' on {options.Endpoint.Host}. Check the spelling{(options.Token is null ? "; if it is private, set HF_TOKEN" : "; if it is private, the token in use cannot see it")}."),
            (_, HttpStatusCode.Forbidden) => new HubException(
                HubErrorKind.Unauthorized,
                $"The hub refuses access to {repository.Id} (403). {(options.Token is null ? "Set HF_TOKEN to a token that may read it" : "Give the token the right to read it")}; see {page}."),
            (_, HttpStatusCode.TooManyRequests) => new HubException(
                HubErrorKind.RateLimited,
                $"The hub has had too many requests from here (429){Wait(answer)}. {(options.Token is null ? "Try later, or set HF_TOKEN: known users may ask more often." : "Try later.")}"),
            (_, >= HttpStatusCode.InternalServerError) => new HubException(
                HubErrorKind.Unavailable, $"{answer.RequestMessage?.RequestUri?.Host ?? options.Endpoint.Host} has trouble (status {status}){Wait(answer)}. Try later; what is downloaded is kept."),
            _ => new HubException(HubErrorKind.Unavailable, $"{answer.RequestMessage?.RequestUri?.Host} answered {status} for {repository}{(file is null ? "" : $", file {SafePath.Printable(file)}")}."),
        };
    }

    /// <summary>Of a host that is not the hub.</summary>
    public static HubException Elsewhere(HttpResponseMessage answer, Uri address, string? file) =>
        answer.StatusCode == HttpStatusCode.NotFound
            ? new HubException(HubErrorKind.FileNotFound, $"{address.Host} no longer has {file}. Get it from elsewhere and name its folder in AUDIOSUBNET_MODELS.")
            : new HubException(HubErrorKind.Unavailable, $"{address.Host} answered {(int)answer.StatusCode} for {file}{Wait(answer)}. Try later; what is downloaded is kept.");

    public static HubException Unreachable(Uri address, Exception cause) =>
        new(
            HubErrorKind.Unavailable,
            $"{address.Host} cannot be reached ({(cause is OperationCanceledException or Polly.ExecutionRejectedException ? "no answer in time" : cause.Message)}). Check the connection, HF_ENDPOINT and HTTPS_PROXY; set HF_HUB_OFFLINE=1 to use the cache alone.",
            cause);

    private static string Wait(HttpResponseMessage answer) =>
        HubResilience.RetryAfter(answer, TimeProvider.System) is { } wait && wait > TimeSpan.Zero ? $", it asks to wait {wait.TotalSeconds:0} s" : "";
}
