using System.Text.Json;
using CyberExchange.Domain;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using Npgsql;

namespace CyberExchange.Views.Core;

/// <summary>Reads rows of items as a viewer sees them.</summary>
internal static class ItemReader
{
    /// <summary>The columns that <see cref="Read"/> takes, of <c>core.item i</c>.</summary>
    /// <remarks>Whether an operator stated it is asked where something depends on it: it is a look for each row.</remarks>
    public const string Columns = """
        i.item_id, i.kind, i.originator_id, i.revision, i.first_at, i.stated_at, i.label, i.pap, i.withdrawn_because,
               i.content, i.stream_version, i.home, i.terms, i.embargo_lifted, i.withheld,
               i.kind = 'incident' and i.label <> 0 and core.by_operator(i.originator_id),
               i.proposed_by, i.proposed_terms, i.filed_by, i.filed_under,
               case when i.kind = 'advisory' and i.cves <> '{}' then (
                   select json_agg(json_build_object(
                       'vulnerability', json_build_object(
                           'cve', k.cve, 'vendor', k.vendor, 'product', k.product, 'name', k.name, 'addedOn', k.added_on, 'dueOn', k.due_on, 'ransomware', k.ransomware),
                       'catalogueVersion', k.catalogue_version) order by k.added_on, k.cve)::text
                   from core.known_exploited k
                   where k.cve = any (i.cves)) end,
               i.withdrawn_at
        """;

    private const int ColumnCount = 22;

    /// <summary>How many columns <see cref="Read"/> takes with those of the path.</summary>
    public const int ColumnsWithPath = ColumnCount + 4;

    /// <summary>A row whose columns are those of the item, then reason, position, changed_position and forwarder of the viewer's path.</summary>
    public static ItemRow Read(NpgsqlDataReader r, Viewer viewer)
    {
        var id = new ItemId(r.GetGuid(0));
        var kind = KindOf(r.GetString(1));
        var originator = new PartnerId(r.GetGuid(2));
        var own = viewer is Viewer.Partner partner && partner.Profile.Id == originator
            ? Shared(originator, r.GetString(11), r.GetFieldValue<byte[]>(12), r.GetBoolean(13))
            : null;
        var content = r.GetFieldValue<byte[]>(9);
        var label = (TlpLabel)r.GetInt16(6);
        var showsVictim = label is TlpLabel.Clear || VictimNames.AreShown(viewer, originator, byOperator: r.GetBoolean(15)); // What is public is no secret.
        return new()
        {
            Id = id,
            Kind = kind,
            Originator = originator,
            ShowsOriginator = kind is not ItemKind.Incident || showsVictim,
            Revision = r.GetInt32(3),
            FirstAt = r.GetFieldValue<DateTimeOffset>(4),
            StatedAt = r.GetFieldValue<DateTimeOffset>(5),
            Label = label,
            Pap = (PapLabel)r.GetInt16(7),
            WithdrawnBecause = r.Nullable<string>(8),
            WithdrawnAt = r.IsDBNull(21) ? null : r.GetFieldValue<DateTimeOffset>(21),
            Incident = kind is ItemKind.Incident ? For(viewer, showsVictim, CanonicalJson.Read(content, IncidentJson.Default.IncidentReport)) : null,
            Advisory = kind is ItemKind.Advisory ? CanonicalJson.Read(content, CoreJson.Default.AdvisoryContent) : null,
            Signal = kind is not ItemKind.Signal ? null
                : CanonicalJson.Read(content, CoreJson.Default.SignalContent) is var signal && own is null ? signal.ForOthers() : signal,
            StreamVersion = r.GetInt32(10),
            Own = own,
            Proposal = own is null || r.IsDBNull(16)
                ? null
                : new(new(r.GetGuid(16)), CanonicalJson.Read(r.GetFieldValue<byte[]>(17), StoredTermsJson.Default.SharingTerms)),
            Withheld = own is null ? 0 : r.GetInt32(14),
            Filing = r.IsDBNull(18) ? null : new ItemFiling(new(r.GetGuid(18)), new(r.GetGuid(19))).For(viewer, originator),
            KnownExploited = r.Nullable<string>(20) is { } known ? JsonSerializer.Deserialize(known, CoreJson.Default.IReadOnlyListKnownExploited) ?? [] : [],
            Reason = (ReleaseReason)r.GetInt16(ColumnCount),
            Cursor = new(r.GetInt64(ColumnCount + 1), r.GetInt64(ColumnCount + 2), id.Value),
            ForwardedBy = r.IsDBNull(ColumnCount + 3) ? null : new PartnerId(r.GetGuid(ColumnCount + 3)),
        };
    }

    // What a viewer may not read is left out here, before anything is decrypted: the public reads no personal data, and a
    // maker nothing that tells whose incident it is.
    internal static IncidentReport For(Viewer viewer, bool showsVictim, IncidentReport report) => (viewer, showsVictim) switch
    {
        (_, false) => report with { Reference = null, Contacts = [], PersonalNotes = null },
        (Viewer.Anyone, true) => report with { Contacts = [], PersonalNotes = null },
        _ => report,
    };

    /// <summary>The kind that a row has.</summary>
    public static ItemKind KindOf(string text) => ItemKinds.Parse(text) ?? throw new InvalidDataException("An item's row has a kind that is not known.");

    /// <summary>A row of originator, home, terms and whether the embargo was lifted.</summary>
    public static SharedItem ReadShared(NpgsqlDataReader r) =>
        Shared(new(r.GetGuid(0)), r.GetString(1), r.GetFieldValue<byte[]>(2), r.GetBoolean(3));

    private static SharedItem Shared(PartnerId originator, string home, byte[] terms, bool embargoLifted) => new(
        originator,
        Roles.ParseJurisdiction(home) ?? throw new InvalidDataException("An item's row has a jurisdiction that is not known."),
        CanonicalJson.Read(terms, StoredTermsJson.Default.SharingTerms),
        embargoLifted);
}
