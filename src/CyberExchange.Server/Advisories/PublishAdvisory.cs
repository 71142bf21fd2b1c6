using CyberExchange.Contracts;
using CyberExchange.Contracts.Advisories;
using CyberExchange.Contracts.Feed;
using CyberExchange.Domain;
using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;
using Rule = CyberExchange.Domain.Advisories.PublishAdvisory;

namespace CyberExchange.Server.Advisories;

/// <summary><c>POST /v1/advisories</c>.</summary>
public sealed class PublishAdvisory(AdvisoryForms forms, AdvisoryReading reading, LiveDirectory directory, CommandRunner runner, Readmission gate, CommandAnswers answers, TimeProvider clock)
{
    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, CancellationToken ct)
    {
        var (write, problem) = await forms.ReadAsync(http.Request, caller.Viewer, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        var (document, notCsaf) = await reading.ReadAsync(write.Document.Document, ct);
        if (document is null)
        {
            return notCsaf!; // One of the two is there.
        }

        var id = AdvisoryIds.For(caller.Viewer.Profile.Id, document.Facts.PublisherNamespace, document.Facts.TrackingId);
        var result = await runner.RunAsync(
            gate.Of(http, caller, Capability.PublishAdvisories),
            now => new Command<Advisory, AdvisoryEvent>
            {
                Stream = ItemStreams.Of(id),
                By = Actor.Of(now, http),
                Key = write.Key,
                Decide = (state, _) => Task.FromResult(Decide(now.Viewer, document, write.Document.Terms, state)),
                Documents = [document.Kept],
            },
            ct);
        return result is CommandResult.Refused { Refusal: var refusal }
            ? Refused(refusal, id, document)
            : answers.Of(result, caller.Viewer, id.Value, (receipt, repeated) => new JsonAnswer<WriteReceipt>(
                receipt with { Validation = AdvisoryReading.Document(document.Validation) }, WireJson.Default.WriteReceipt)
            {
                Status = StatusCodes.Status201Created,
                Location = $"{AdvisoryCommands.Collection}/{id.Value:D}",
                Repeated = repeated,
            });
    }

    /// <summary>The answer to a refused publication.</summary>
    /// <remarks>The id is made of the holder's own, so what is there is the caller's: it may be told which one, and can revise it.</remarks>
    public static Problem Refused(Refusal refusal, AdvisoryId id, ReadDocument document) => refusal.Code switch
    {
        RefusalCode.AlreadyExists => new(refusal.ToProblem().Document with { Existing = id.Value }),
        RefusalCode.DocumentNotValid => AdvisoryReading.Refused(document.Validation),
        _ => refusal.ToProblem(),
    };

    /// <summary>What the rules say; nothing is kept of the question.</summary>
    public Decision<AdvisoryEvent> Decide(Viewer.Partner by, ReadDocument document, PublishAdvisoryTerms request, Advisory? state)
    {
        if (Provenances.Parse(request.Provenance ?? Provenance.Publisher.Text()) is not { } provenance)
        {
            return new Refusal(RefusalCode.UnknownTerm, $"/{AdvisoryForms.TermsPart}/provenance", "The provenance is publisher, coordinator or third-party.");
        }

        var now = directory.Current;
        var (terms, refusal) = new SharingReading(now, by.Profile).Read(request.Sharing);
        if (terms is null)
        {
            return refusal!.Under($"/{AdvisoryForms.TermsPart}/sharing"); // One of the two is there.
        }

        var decision = new Rule(by.Profile, by.Member, provenance, document.Facts, terms) { Defect = document.Defect, End = document.Csaf.End, Translation = document.Translation }
            .Decide(state, now.Partners, clock.GetUtcNow());
        return decision is Decision<AdvisoryEvent>.Refused refused ? UnderItsPart(refused.Refusal) : decision;
    }

    // The rule points into the document as /document/..., and into the terms as if there were nothing else.
    private static Refusal UnderItsPart(Refusal refusal) =>
        refusal.Pointer.Length == 0 || refusal.Pointer.StartsWith($"/{AdvisoryForms.DocumentPart}/", StringComparison.Ordinal)
            ? refusal
            : refusal.Under($"/{AdvisoryForms.TermsPart}");
}
