using CyberExchange.Domain;
using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Sources;
using CyberExchange.EventStore;
using CyberExchange.Fetching;
using CyberExchange.Server.Advisories;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;
using PublishRule = CyberExchange.Domain.Advisories.PublishAdvisory;
using ReviseRule = CyberExchange.Domain.Advisories.ReviseAdvisory;

namespace CyberExchange.Server.Sources;

/// <summary>Imports fetched documents as a third party's, for the member who stated the source.</summary>
/// <remarks>
/// An advisory is its partner, publisher and tracking id, and a document its bytes: whatever is there already stays as it is, however
/// often it comes. What the partner published as its own word no source touches, nor what another provider brought, whatever publisher a
/// document or its provider's metadata names; of what the partner withdrew only a document that ends itself takes the place.
/// </remarks>
public sealed class ImportFetched(
    AdvisoryReading reading, CommandRunner runner, RequestDigest digest, LiveDirectory directory, LiveSources live, EventLog log, TimeProvider clock)
{
    private const string KeyPrefix = "csaf-source";

    /// <summary>Attempts at one document while the log is busy or the views are behind, a second apart: most such moments are shorter.</summary>
    private const int BusyAttemptsMax = 30;

    private static readonly TimeSpan BusyWait = TimeSpan.FromSeconds(1);

    /// <summary>Imports one document.</summary>
    /// <param name="fetched">It, checked.</param>
    /// <param name="standing">The source as it was when the run began: once it stands otherwise, nothing more is imported under its terms.</param>
    /// <param name="deputation">For whom.</param>
    /// <param name="run">Leads from the event to source and run.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns><c>imported</c>, <c>revised</c>, <c>present</c>, <c>older</c>, <c>withdrawn</c> or <c>own</c>.</returns>
    /// <exception cref="FetchException">It is refused.</exception>
    /// <exception cref="FetchingStoppedException">No further document would do better now.</exception>
    public async Task<string> RunAsync(CheckedDocument fetched, StandingSource standing, Deputation deputation, string run, CancellationToken ct)
    {
        var (document, notCsaf) = await reading.ReadAsync(fetched.Bytes, ct);
        if (document is null)
        {
            throw NotTaken(fetched, notCsaf!.Document.Detail); // One of the two is there.
        }

        for (var attempt = 1; ; attempt++)
        {
            var word = "";
            var result = await runner.RunAsync(
                deputation,
                now =>
                {
                    var owner = now.Viewer.Profile.Id;
                    var id = AdvisoryIds.For(owner, document.Facts.PublisherNamespace, document.Facts.TrackingId);
                    var key = $"{KeyPrefix}-{id.Value:N}-{document.Facts.Sha512[..64]}";
                    return new Command<Advisory, AdvisoryEvent>
                    {
                        Stream = ItemStreams.Of(id),
                        By = Actor.For(now, run),
                        Key = new IdempotencyKey(owner.Value, key, digest.Of(KeyPrefix, key)),
                        Decide = async (state, decideCt) =>
                        {
                            if (!ReferenceEquals(await live.FindAsync(standing.Owner, standing.Source.Id, decideCt), standing))
                            {
                                throw new FetchingStoppedException("the source was stated anew or removed meanwhile");
                            }

                            (word, var decision) = Decide(now, document, standing.Source.Plan.Terms, state);
                            return word is "withdrawn" or "older" or CsafFetcher.Revised && await WhyNotOfAsync(standing, fetched, id, decideCt) is { } refusal ? refusal : decision;
                        },
                        Documents = [document.Kept],
                    };
                },
                ct);
            switch (result)
            {
                case CommandResult.Done:
                    return word;
                case CommandResult.Busy or CommandResult.Barred { Problem.Document.Status: StatusCodes.Status503ServiceUnavailable } when attempt < BusyAttemptsMax:
                    await Task.Delay(BusyWait, clock, ct);
                    break;
                case CommandResult.Refused { Refusal: var refusal }:
                    throw NotTaken(fetched, refusal.Detail);
                case CommandResult.Barred { Problem: var problem }:
                    throw new FetchingStoppedException(problem.Document.Detail ?? problem.Document.Title);
                case CommandResult.Busy:
                    throw new FetchingStoppedException("the exchange is busy");
                default:
                    throw NotTaken(fetched, "the exchange could not take it now");
            }
        }
    }

    // Two providers may say that they are one publisher: what stands here tells which of them brought it. Who brought it in by hand has read it.
    private async Task<Refusal?> WhyNotOfAsync(StandingSource standing, CheckedDocument fetched, AdvisoryId id, CancellationToken ct)
    {
        var brought = (await log.ReadStreamAsync(AdvisoryEventCatalog.Stream(id), ct: ct)).Last(IsDocument);
        if (SourceRunName.SourceOf(Actor.Read(brought.Metadata).CorrelationId) is not { } source)
        {
            return fetched.IsOfProvider
                ? null
                : new(RefusalCode.Invalid, "", "the document here was brought in by a member, and this one is not of the provider's own publisher: only a member revises it");
        }

        var provider = source == standing.Source.Id.Value ? standing.Source.Provider : await live.ProviderOfAsync(new(source), ct);
        return string.Equals(provider, standing.Source.Provider, StringComparison.OrdinalIgnoreCase)
            ? null
            : new(RefusalCode.Invalid, "", $"the document here came from the provider {provider}: no other one revises or ends it");
    }

    private static bool IsDocument(StoredEvent stored) =>
        AdvisoryEventCatalog.Catalog.Read(stored.Type, stored.TypeVersion, stored.Body, stored.Addressing) is AdvisoryEvent.AdvisoryPublished or AdvisoryEvent.AdvisoryRevised;

    private (string Word, Decision<AdvisoryEvent> Decision) Decide(Deputy by, ReadDocument document, SourceTerms terms, Advisory? state)
    {
        var (profile, facts) = (by.Viewer.Profile, document.Facts);
        if (state is null)
        {
            return terms.For(facts.Label) is { } stated
                ? (CsafFetcher.Imported, new PublishRule(profile, by.Member.Id, Provenance.ThirdParty, facts, stated) { Defect = document.Defect, End = document.Csaf.End, Translation = document.Translation }.Decide(null, directory.Current.Partners, clock.GetUtcNow()))
                : ("refused", new Refusal(RefusalCode.Invalid, "", "the document has no TLP label of its own: state one for the source"));
        }

        return state switch
        {
            { Document.Sha512: var present } when present == facts.Sha512 => ("present", Decision<AdvisoryEvent>.Nothing),
            { IsWithdrawn: true } when document.Csaf.End is null => ("withdrawn", Decision<AdvisoryEvent>.Nothing),
            { Provenance: not Provenance.ThirdParty } => ("own", Decision<AdvisoryEvent>.Nothing),
            { Document.TrackingVersion: var present } when TrackingVersion.DoCompare(facts.TrackingVersion, present) && !TrackingVersion.Follows(facts.TrackingVersion, present) => ("older", Decision<AdvisoryEvent>.Nothing),
            _ => (CsafFetcher.Revised, new ReviseRule(profile, facts) { Defect = document.Defect, End = document.Csaf.End, Translation = document.Translation }.Decide(state)),
        };
    }

    private static FetchException NotTaken(CheckedDocument fetched, string? detail) => new(FetchReason.NotTaken, $"{fetched.Url}: {detail}");
}
