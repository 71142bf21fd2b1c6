using CyberExchange.Contracts.Advisories;
using CyberExchange.Domain;
using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Views.Core;
using AdvisoryDocument = CyberExchange.Domain.Advisories.AdvisoryDocument;
using Rule = CyberExchange.Domain.Advisories.PublishAdvisory;

namespace CyberExchange.Server.Advisories;

/// <summary><c>POST /v1/advisories</c>.</summary>
public sealed class PublishAdvisory(AdvisoryForms forms, LiveDirectory directory, CommandRunner runner, Readmission gate, CommandAnswers answers, TimeProvider clock)
{
    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, CancellationToken ct)
    {
        var (write, problem) = await forms.ReadAsync(http.Request, caller.Viewer, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        var (document, notCsaf) = AdvisoryReading.Read(write.Document.Document);
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
                Decide = (state, _) => Task.FromResult(Decide(now.Viewer, document.Facts, write.Document.Terms, state)),
                Documents = [document.Kept],
            },
            ct);
        return result is CommandResult.Refused { Refusal: { Code: RefusalCode.AlreadyExists } exists }
            ? Refused(exists, id)
            : answers.Created(result, caller.Viewer, AdvisoryEventCatalog.StreamPrefix, AdvisoryCommands.Collection);
    }

    /// <summary>The answer to a refused publication.</summary>
    /// <remarks>The id is made of the holder's own, so what is there is the caller's: it may be told which one, and can revise it.</remarks>
    public static Problem Refused(Refusal refusal, AdvisoryId id) => refusal.Code is RefusalCode.AlreadyExists
        ? new(refusal.ToProblem().Document with { Existing = id.Value })
        : refusal.ToProblem();

    /// <summary>What the rules say; nothing is kept of the question.</summary>
    public Decision<AdvisoryEvent> Decide(Viewer.Partner by, AdvisoryDocument document, PublishAdvisoryTerms request, Advisory? state)
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

        var decision = new Rule(by.Profile, by.Member, provenance, document, terms).Decide(state, now.Partners, clock.GetUtcNow());
        return decision is Decision<AdvisoryEvent>.Refused refused ? UnderItsPart(refused.Refusal) : decision;
    }

    // The rule points into the document as /document/..., and into the terms as if there were nothing else.
    private static Refusal UnderItsPart(Refusal refusal) =>
        refusal.Pointer.Length == 0 || refusal.Pointer.StartsWith($"/{AdvisoryForms.DocumentPart}/", StringComparison.Ordinal)
            ? refusal
            : refusal.Under($"/{AdvisoryForms.TermsPart}");
}
