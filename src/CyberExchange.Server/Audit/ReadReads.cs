using System.Globalization;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Audit;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Explain;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Partners;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Sealing;
using CyberExchange.Storage.Audit;
using CyberExchange.Views.Core;
using CyberExchange.Views.Explain;

namespace CyberExchange.Server.Audit;

/// <summary>Who was shown what: to owners by the names of their directory, to stewards under names that tell nothing.</summary>
/// <remarks>
/// What a partner read that the owner's directory does not show is left out, and not counted either. Clients of a CERT are never among
/// them: what has a label that is written down is forwarded to nobody.
/// </remarks>
public sealed class ReadReads(
    OwnItem ownItem, AuditReadTable table, HolderQueries items, LiveDirectory directory, AuditReferences references, TokenSealer sealer, ILogger<ReadReads> logger)
{
    private static readonly AuditForm<ItemReadDocument> OwnForm = new(WireJson.Default.PageItemReadDocument,
    [
        ("at", r => Instant(r.At)), ("type", r => r.Type), ("id", r => r.Id.ToString("D")), ("label", r => r.Label), ("partner", r => r.Partner.ToString("D")),
        ("handle", r => r.Handle), ("member", r => r.Member?.ToString("D")), ("door", r => r.Door), ("correlationId", r => r.CorrelationId),
    ]);

    private static readonly AuditForm<AuditReadDocument> AllForm = new(WireJson.Default.PageAuditReadDocument,
    [
        ("at", r => Instant(r.At)), ("item", r => r.Item), ("owner", r => r.Owner), ("partner", r => r.Partner), ("member", r => r.Member), ("door", r => r.Door),
    ]);

    /// <summary><c>GET /v1/incidents/{id}/reads</c> and <c>/v1/advisories/{id}/reads</c>, for the originator.</summary>
    public async Task<IResult> OfItemAsync(HttpContext http, Caller caller, Guid id, ItemKind kind, CancellationToken ct) =>
        await ownItem.GuardAsync(new ItemId(id), caller.Viewer, kind, ct) is { } hidden ? hidden : await OwnAsync(http, caller.Viewer, id, ct);

    /// <summary><c>GET /v1/reads</c>: of all that the caller's partner originated.</summary>
    public Task<IResult> OfOwnAsync(HttpContext http, Caller caller, CancellationToken ct) => OwnAsync(http, caller.Viewer, item: null, ct);

    /// <summary><c>GET /v1/audit/reads</c>, for stewards.</summary>
    public Task<IResult> OfAllAsync(HttpContext http, Caller caller, CancellationToken ct)
    {
        AuditLog.AllReadsListed(logger, caller.Member.Id.Value, http.TraceIdentifier);
        return AllAsync(http, caller.Viewer, item: null, ct);
    }

    /// <summary><c>GET /v1/audit/items/{reference}/reads</c>, for stewards.</summary>
    public async Task<IResult> OfReferenceAsync(HttpContext http, Caller caller, string reference, CancellationToken ct)
    {
        if (references.Open(reference) is not { } item || !await items.ExistsAsync(item, ct))
        {
            return ProblemAnswers.NotFound;
        }

        AuditLog.ReadsListed(logger, caller.Member.Id.Value, item.Value, http.TraceIdentifier);
        return await AllAsync(http, caller.Viewer, item.Value, ct);
    }

    private Task<IResult> OwnAsync(HttpContext http, Viewer.Partner owner, Guid? item, CancellationToken ct)
    {
        var shown = directory.Current.Entries.Where(owner.Profile.Shows).ToDictionary(p => p.Id.Value, p => p.Facts.Handle);
        return AuditList.AnswerAsync(
            http, owner, TokenPurpose.Reads, sealer, (before, max) => table.OfOwnerAsync(owner.Profile.Id.Value, item, shown.Keys, before, max, ct), PlaceOf, Document, OwnForm);

        ItemReadDocument Document(AuditRead read) => new()
        {
            At = read.ReadAt,
            Type = read.Kind,
            Id = read.ItemId,
            Label = ((TlpLabel)read.Label).Text(),
            Partner = read.ReaderId,
            Handle = shown[read.ReaderId],
            Member = (TlpLabel)read.Label is TlpLabel.Red ? read.MemberId : null, // No directory shows another's members; of RED the owner named this one.
            Door = read.Door,
            CorrelationId = read.CorrelationId,
        };
    }

    private Task<IResult> AllAsync(HttpContext http, Viewer.Partner steward, Guid? item, CancellationToken ct)
    {
        return AuditList.AnswerAsync(
            http, steward, TokenPurpose.Reads, sealer, (before, max) => table.OfAllAsync(item, before, max, ct), PlaceOf, Document, AllForm);

        AuditReadDocument Document(AuditRead read)
        {
            var id = new ItemId(read.ItemId);
            return new()
            {
                At = new(read.ReadAt.UtcTicks - (read.ReadAt.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero), // What one answer showed has one instant.
                Item = references.NameOf(id),
                Owner = references.HolderOf(id, read.OwnerId),
                Partner = references.HolderOf(id, read.ReaderId),
                Member = references.HolderOf(id, read.MemberId),
                Door = read.Door,
            };
        }
    }

    private static AuditPlace PlaceOf(AuditRead read) => new(read.ReadAt, read.ReadId);

    internal static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
}
