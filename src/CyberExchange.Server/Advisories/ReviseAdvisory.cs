using CyberExchange.Contracts;
using CyberExchange.Contracts.Feed;
using CyberExchange.Domain;
using CyberExchange.Domain.Advisories;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Requests;
using Rule = CyberExchange.Domain.Advisories.ReviseAdvisory;

namespace CyberExchange.Server.Advisories;

/// <summary><c>PUT /v1/advisories/{id}/document</c>.</summary>
public sealed class ReviseAdvisory(WriteRequests writes, AdvisoryReading reading, AdvisoryCommands commands, CommandAnswers answers)
{
    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadDocumentAsync(http.Request, caller.Viewer, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        // Whoever the caller is, this says nothing but what its own bytes are.
        var (document, notCsaf) = await reading.ReadAsync(write.Document, ct);
        if (document is null)
        {
            return notCsaf!; // One of the two is there.
        }

        var result = await commands.RunAsync(
            http,
            caller,
            new AdvisoryId(id),
            write.Key,
            (by, state) => new Rule(by.Profile, document.Facts) { Defect = document.Defect }.Decide(state),
            narrows: false,
            [document.Kept],
            ct);
        return result is CommandResult.Refused { Refusal.Code: RefusalCode.DocumentNotValid }
            ? AdvisoryReading.Refused(document.Validation)
            : answers.Of(result, caller.Viewer, id, (receipt, repeated) => new JsonAnswer<WriteReceipt>(
                receipt with { Validation = AdvisoryReading.Document(document.Validation) }, WireJson.Default.WriteReceipt)
            {
                Repeated = repeated,
            });
    }
}
