using System.Buffers.Text;
using System.Diagnostics;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Explain;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Server.Sealing;
using CyberExchange.Views.Core;
using CyberExchange.Views.Explain;

namespace CyberExchange.Server.Explain;

/// <summary><c>GET /v1/audit/items/{reference}/explanation</c> and <c>/holders</c>: the same answers for stewards, who learn nothing of the item.</summary>
/// <remarks>The reference comes from the originator. What does not open and what opens to no item are answered alike.</remarks>
public sealed class ReadAudit(
    AuditReferences references, ReadExplanation explanations, HolderQueries queries, TokenSealer sealer, TimeProvider clock, ILogger<ReadAudit> logger)
{
    public async Task<IResult> ExplainAsync(HttpContext http, Caller caller, string reference, CancellationToken ct)
    {
        var (question, problem) = explanations.Read(http.Request, caller);
        if (question is null)
        {
            return problem!; // One of the two is there.
        }

        if (references.Open(reference) is not { } item || await explanations.DocumentAsync(item, question, caller, ct) is not { } document)
        {
            return ProblemAnswers.NotFound;
        }

        AuditLog.Explained(logger, caller.Member.Id.Value, item.Value, question.Subject.Partner.Id.Value, document.Reason, http.TraceIdentifier);
        return new JsonAnswer<ExplanationDocument>(document, WireJson.Default.ExplanationDocument);
    }

    public async Task<IResult> HoldersAsync(HttpContext http, Caller caller, string reference, CancellationToken ct)
    {
        var (request, problem) = HoldersRequest.Read(http.Request, caller.Viewer, sealer, clock.GetUtcNow());
        if (request is null)
        {
            return problem!; // One of the two is there.
        }

        if (references.Open(reference) is not { } item || !await queries.ExistsAsync(item, ct))
        {
            return ProblemAnswers.NotFound;
        }

        AuditLog.Listed(logger, caller.Member.Id.Value, item.Value, http.TraceIdentifier);
        return new JsonAnswer<AuditHoldersPage>(await PageAsync(item, request, caller.Viewer, ct), WireJson.Default.AuditHoldersPage);
    }

    // In the order of the names: that of the ids is the order of enrolment, and would tell who is who.
    private async Task<AuditHoldersPage> PageAsync(ItemId item, HoldersRequest request, Viewer.Partner steward, CancellationToken ct)
    {
        var all = (await queries.HoldersAsync(item, request.At, shown: null, HolderPlace.First, max: null, ct))
            .Select(holder => Named(item, holder))
            .Where(named => request.After == HolderPlace.First || string.CompareOrdinal(named.Name, NameOf(request.After)) > 0)
            .OrderBy(named => named.Name, StringComparer.Ordinal)
            .Take(request.Limit + 1)
            .ToList();
        var page = all.Take(request.Limit).ToList();
        return new()
        {
            At = request.At ?? request.Now,
            Items = [.. page.Select(named => named.Document)],
            Next = all.Count > request.Limit ? HoldersRequest.Seal(PlaceOf(page[^1].Name), steward, sealer) : null,
        };
    }

    private (string Name, AuditHolderDocument Document) Named(ItemId item, Holder holder)
    {
        var document = new AuditHolderDocument
        {
            Reason = SharingRendition.Word(holder.Reason),
            ReleasedAt = holder.ReleasedAt,
            PolicyVersion = holder.PolicyVersion,
        };
        switch (holder)
        {
            case Holder.Everyone:
                return ("", document with { Everyone = true });
            case Holder.Whole whole:
                var partner = references.HolderOf(item, whole.Partner.Value);
                return (partner, document with { Partner = partner });
            case Holder.Person person:
                var member = references.HolderOf(item, person.Member.Value);
                return (member, document with { Partner = references.HolderOf(item, person.Partner.Value), Member = member });
            case Holder.Forwarded forwarded:
                var cert = references.HolderOf(item, forwarded.Cert.Value);
                return (cert, document with { ForwardedBy = cert });
            default:
                throw new UnreachableException("A holder of no known kind.");
        }
    }

    // A name is 16 bytes, as an id is; the cursor seals it in the id's place.
    private static HolderPlace PlaceOf(string name) =>
        new(Section: 0, name.Length == 0 ? Guid.Empty : new Guid(Base64Url.DecodeFromChars(name), bigEndian: true));

    private static string NameOf(HolderPlace place) =>
        place.Id == Guid.Empty ? "" : Base64Url.EncodeToString(place.Id.ToByteArray(bigEndian: true));
}

/// <summary>Who audited what. There is no table of stewards' audits: these lines are the record.</summary>
internal static partial class AuditLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Member {Member} audited why item {Item} reaches partner {Partner} or not: {Reason}, request {CorrelationId}")]
    public static partial void Explained(ILogger logger, Guid member, Guid item, Guid partner, string reason, string correlationId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Member {Member} audited who holds item {Item}, request {CorrelationId}")]
    public static partial void Listed(ILogger logger, Guid member, Guid item, string correlationId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Member {Member} audited who was shown item {Item}, request {CorrelationId}")]
    public static partial void ReadsListed(ILogger logger, Guid member, Guid item, string correlationId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Member {Member} audited who was shown what, request {CorrelationId}")]
    public static partial void AllReadsListed(ILogger logger, Guid member, string correlationId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Member {Member} audited what the gate decided, request {CorrelationId}")]
    public static partial void DecisionsListed(ILogger logger, Guid member, string correlationId);
}
