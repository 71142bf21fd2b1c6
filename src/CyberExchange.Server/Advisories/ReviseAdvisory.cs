using CyberExchange.Contracts;
using CyberExchange.Contracts.Feed;
using CyberExchange.Domain;
using CyberExchange.Domain.Advisories;
using CyberExchange.EventStore;
using CyberExchange.Interop.Csaf;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Requests;
using Rule = CyberExchange.Domain.Advisories.ReviseAdvisory;

namespace CyberExchange.Server.Advisories;

/// <summary><c>PUT /v1/advisories/{id}/document</c>.</summary>
public sealed class ReviseAdvisory(WriteRequests writes, AdvisoryReading reading, AdvisoryCommands commands, CommandAnswers answers, EventLog log)
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
            async (by, state, token) => new Rule(by.Profile, document.Facts)
            {
                Defect = document.Defect,
                Step = await StepAsync(state, document, token),
                End = document.Csaf.End,
                Translation = document.Translation,
            }.Decide(state),
            narrows: document.Csaf.End is not null,
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

    // The events hold what lists need; what the rule asks of the present document stands in its bytes.
    private async Task<TrackingStep?> StepAsync(Advisory? state, ReadDocument next, CancellationToken ct)
    {
        if (state is null || state.Document.Sha512 == next.Facts.Sha512)
        {
            return null;
        }

        var present = await log.ReadPublishedAsync(state.Document.Sha512, ct);
        return CsafTrackings.Read(present) is { } before && CsafTrackings.Read(next.Kept.Bytes) is { } after ? new(before, after) : null;
    }
}
