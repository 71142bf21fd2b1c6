using System.Security.Authentication;
using System.Text.Json;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Tokens;

namespace CyberExchange.Cli;

/// <summary>Turns what went wrong between here and the exchange into a failure with a line and a code.</summary>
public static class Problems
{
    /// <summary>How the line of a refusal begins.</summary>
    public const string RefusedPrefix = "refused: ";

    private const string TypePrefix = "urn:cyberexchange:problem:";

    /// <summary>An answer that is not a success.</summary>
    public static async Task<CyxFailure> OfAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var status = (int)response.StatusCode;
        var problem = await ReadAsync<ProblemDocument>(response, "application/problem+json", ct);
        if (problem is null)
        {
            if (await ReadAsync<TokenErrorDocument>(response, "application/json", ct) is { } error)
            {
                return new(ExitCodes.OfStatus(status), $"{RefusedPrefix}{error.ErrorDescription} ({error.Error})") { Slug = error.Error, Status = status };
            }

            return new(ExitCodes.OfStatus(status), $"{RefusedPrefix}the exchange answered {status} and no reason") { Status = status };
        }

        var slug = problem.Type.StartsWith(TypePrefix, StringComparison.Ordinal) ? problem.Type[TypePrefix.Length..] : problem.Type;
        var place = string.IsNullOrEmpty(problem.Pointer) ? "" : $", at {problem.Pointer}";
        return new(ExitCodes.OfStatus(status), $"{RefusedPrefix}{problem.Detail ?? problem.Title} ({slug}{place})")
        {
            Slug = slug,
            Status = status,
            FurtherLines = [.. FurtherLines(problem)],
        };
    }

    /// <summary>No answer at all.</summary>
    public static CyxFailure OfNoAnswer(Uri server, Exception e)
    {
        var reason = e.GetBaseException().Message;
        return e is HttpRequestException { InnerException: AuthenticationException }
            ? new(ExitCode.Unavailable, $"untrusted: the certificate of {server.Authority} is not accepted: {reason} (cyx doctor says more)", e)
            : new(ExitCode.Unavailable, $"unreachable: {server.Authority}: {reason}", e);
    }

    /// <summary>An answer that cannot be understood.</summary>
    public static CyxFailure OfStrangeAnswer(Uri server, JsonException e) =>
        new(ExitCode.Unavailable, $"strange: {server.Authority} answered something that is not of this API: {e.Message}", e);

    private static IEnumerable<string> FurtherLines(ProblemDocument problem)
    {
        // The line of the refusal says the first of them already.
        var further = (problem.Errors ?? []).Where(e => e.Pointer != problem.Pointer || problem.Detail?.StartsWith(e.Detail, StringComparison.Ordinal) is not true);
        foreach (var error in further)
        {
            yield return $"at {error.Pointer}: {error.Detail} ({error.Code})";
        }

        if (problem.MoreErrors is { } more)
        {
            yield return $"and {Query.Number(more)} more";
        }
    }

    private static async Task<T?> ReadAsync<T>(HttpResponseMessage response, string mediaType, CancellationToken ct)
        where T : class
    {
        if (response.Content.Headers.ContentType?.MediaType != mediaType)
        {
            return null;
        }

        try
        {
            return CyxJson.Read<T>(await response.Content.ReadAsByteArrayAsync(ct));
        }
        catch (JsonException)
        {
            // Then the status alone has to do.
            return null;
        }
    }
}
