using CyberExchange.Domain;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Requests;
using Rule = CyberExchange.Domain.Advisories.ReviseAdvisory;

namespace CyberExchange.Server.Advisories;

/// <summary><c>PUT /v1/advisories/{id}/document</c>.</summary>
public sealed class ReviseAdvisory(WriteRequests writes, AdvisoryCommands commands)
{
    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadDocumentAsync(http.Request, caller.Viewer, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        // Whoever the caller is, this says nothing but what its own bytes are.
        var (document, notCsaf) = AdvisoryReading.Read(write.Document);
        return document is null
            ? notCsaf! // One of the two is there.
            : await commands.ChangeAsync(
                http,
                caller,
                new AdvisoryId(id),
                write.Key,
                (by, state) => new Rule(by.Profile, document.Facts).Decide(state),
                narrows: false,
                [document.Kept],
                ct);
    }
}
