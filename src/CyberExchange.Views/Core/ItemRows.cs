using System.Diagnostics;
using System.Text.Json.Serialization.Metadata;
using CyberExchange.Domain;
using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using CyberExchange.Domain.SupplySignals;
using CyberExchange.EventStore;
using CyberExchange.Interop.Csaf;
using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Views.Core;

/// <summary>The items' rows: content, label, and what lists filter by.</summary>
internal sealed class ItemRows(ReleaseRows releases, ForwardRows forwards, AudienceRows audiences, PolicyRows policies)
{
    public async Task ApplyAsync(NpgsqlConnection connection, IncidentEvent e, StoredEvent stored, DateTimeOffset instant, CancellationToken ct)
    {
        var id = IdOf(stored.Stream, IncidentEventCatalog.StreamPrefix);
        switch (e)
        {
            case IncidentEvent.IncidentReported reported:
                var item = new SharedItem(reported.Originator, reported.Home, reported.Terms, EmbargoLifted: false);
                await CreateAsync(connection, id, ItemKind.Incident, item, Searchable.Of(reported.Report), stored, instant, ct);
                break;
            case IncidentEvent.IncidentFiled filed:
                await FileAsync(connection, id, filed, stored, ct);
                break;
            case IncidentEvent.IncidentAmended amended:
                await StateContentAsync(connection, id, Searchable.Of(amended.Report), stored, instant, ct);
                break;
            case IncidentEvent.IncidentShared shared:
                await ShareAsync(connection, id, shared.Terms, stored, instant, ct);
                break;
            case IncidentEvent.IncidentReleaseProposed proposed:
                await ProposeAsync(connection, id, new(proposed.ProposedBy, proposed.Terms), stored, ct);
                break;
            case IncidentEvent.IncidentReleaseRejected:
                await ProposeAsync(connection, id, proposal: null, stored, ct);
                break;
            case IncidentEvent.IncidentEmbargoLifted:
                await LiftAsync(connection, id, stored, instant, ct);
                break;
            case IncidentEvent.IncidentWithdrawn withdrawn:
                await WithdrawAsync(connection, id, withdrawn.Reason, stored, instant, ct);
                break;
            case IncidentEvent.IncidentForwarded forwarded:
                await ForwardAsync(connection, id, forwarded.By, forwarded.Clients, forwarded.Basis, stored, instant, ct);
                break;
            case IncidentEvent.IncidentForwardEnded ended:
                await EndForwardAsync(connection, id, ended.By, stored, instant, ct);
                break;
            default:
                throw new UnreachableException($"{e.GetType().Name} has no arm in the items.");
        }
    }

    public async Task ApplyAsync(NpgsqlConnection connection, AdvisoryEvent e, StoredEvent stored, DateTimeOffset instant, CancellationToken ct)
    {
        var id = IdOf(stored.Stream, AdvisoryEventCatalog.StreamPrefix);
        switch (e)
        {
            case AdvisoryEvent.AdvisoryPublished published:
                var item = new SharedItem(published.Originator, published.Home, published.Terms, EmbargoLifted: false);
                var content = await ReadDocumentAsync(connection, published.Provenance, published.Document, ct);
                await CreateAsync(connection, id, ItemKind.Advisory, item, content, stored, instant, ct);
                break;
            case AdvisoryEvent.AdvisoryRevised revised:
                var provenance = (await ContentAsync(connection, id, CoreJson.Default.AdvisoryContent, ct)).Provenance;
                await StateContentAsync(connection, id, await ReadDocumentAsync(connection, provenance, revised.Document, ct), stored, instant, ct);
                break;
            case AdvisoryEvent.AdvisoryShared shared:
                await ShareAsync(connection, id, shared.Terms, stored, instant, ct);
                break;
            case AdvisoryEvent.AdvisoryReleaseProposed proposed:
                await ProposeAsync(connection, id, new(proposed.ProposedBy, proposed.Terms), stored, ct);
                break;
            case AdvisoryEvent.AdvisoryReleaseRejected:
                await ProposeAsync(connection, id, proposal: null, stored, ct);
                break;
            case AdvisoryEvent.AdvisoryEmbargoLifted:
                await LiftAsync(connection, id, stored, instant, ct);
                break;
            case AdvisoryEvent.AdvisoryWithdrawn withdrawn:
                await WithdrawAsync(connection, id, withdrawn.Reason, stored, instant, ct);
                break;
            case AdvisoryEvent.AdvisoryForwarded forwarded:
                await ForwardAsync(connection, id, forwarded.By, forwarded.Clients, forwarded.Basis, stored, instant, ct);
                break;
            case AdvisoryEvent.AdvisoryForwardEnded ended:
                await EndForwardAsync(connection, id, ended.By, stored, instant, ct);
                break;
            default:
                throw new UnreachableException($"{e.GetType().Name} has no arm in the items.");
        }
    }

    public async Task ApplyAsync(NpgsqlConnection connection, SignalEvent e, StoredEvent stored, DateTimeOffset instant, CancellationToken ct)
    {
        var id = IdOf(stored.Stream, SignalEventCatalog.StreamPrefix);
        switch (e)
        {
            case SignalEvent.SignalPosted posted:
                var item = new SharedItem(posted.Originator, posted.Home, posted.Terms, EmbargoLifted: false);
                await CreateAsync(connection, id, ItemKind.Signal, item, Searchable.Of(new SignalContent(posted.Content, null, null)), stored, instant, ct);
                break;
            case SignalEvent.SignalRevised revised:
                await StateContentAsync(connection, id, Searchable.Of(new SignalContent(revised.Content, null, null)), stored, instant, ct);
                break;
            case SignalEvent.SignalOutcomeRecorded recorded:
                var signal = await ContentAsync(connection, id, CoreJson.Default.SignalContent, ct);
                await StateContentAsync(
                    connection, id, Searchable.Of(signal with { Outcome = recorded.Outcome, OutcomeAt = stored.RecordedAt }), stored, instant, ct);
                break;
            case SignalEvent.SignalShared shared:
                await ShareAsync(connection, id, shared.Terms, stored, instant, ct);
                break;
            case SignalEvent.SignalReleaseProposed proposed:
                await ProposeAsync(connection, id, new(proposed.ProposedBy, proposed.Terms), stored, ct);
                break;
            case SignalEvent.SignalReleaseRejected:
                await ProposeAsync(connection, id, proposal: null, stored, ct);
                break;
            case SignalEvent.SignalEmbargoLifted:
                await LiftAsync(connection, id, stored, instant, ct);
                break;
            case SignalEvent.SignalWithdrawn withdrawn:
                await WithdrawAsync(connection, id, withdrawn.Reason, stored, instant, ct);
                break;
            case SignalEvent.SignalForwarded forwarded:
                await ForwardAsync(connection, id, forwarded.By, forwarded.Clients, forwarded.Basis, stored, instant, ct);
                break;
            case SignalEvent.SignalForwardEnded ended:
                await EndForwardAsync(connection, id, ended.By, stored, instant, ct);
                break;
            default:
                throw new UnreachableException($"{e.GetType().Name} has no arm in the items.");
        }
    }

    private async Task CreateAsync(
        NpgsqlConnection connection, ItemId id, ItemKind kind, SharedItem item, Searchable content, StoredEvent stored, DateTimeOffset instant, CancellationToken ct)
    {
        const string sql = """
            insert into item (
                item_id, kind, originator_id, home, revision, stream_version, first_at, stated_at, label, pap, terms,
                embargo_lifts_at, embargo_lifted, withheld, policy_version, state_position, state_at,
                content, severity, cvss_max, sectors, cves, vendors, products,
                cwes, initial_release_at, current_release_at, category, tracking_status,
                cvss2_max, cvss3_max, cvss4_max, purl_keys, cpe_keys, cpes, known_as, translates, successors,
                signal_gist, signal_to, signal_verdict)
            values (
                $1, $2, $3, $4, 1, $5, $6, $6, $7, $8, $9,
                $10, false, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
                $22, $23, $24, $25, $26,
                $27, $28, $29, $30, $31, $32, $33, $34, $35,
                $36, $37, $38)
            """;
        var policy = await policies.InForceAsync(connection, ct);
        await connection.Statement(sql)
            .With(id.Value).With(kind.Text()).With(item.Originator.Value).With(item.Home.Text())
            .With(stored.Version).With(stored.RecordedAt)
            .With((short)item.Terms.Label).With((short)item.Terms.Pap).With(WriteTerms(item.Terms))
            .WithNullable(NpgsqlDbType.TimestampTz, item.Terms.Embargo?.LiftsAt)
            .With(await audiences.CountWithheldAsync(connection, item, stored.Position, instant, ct))
            .With(policy.Number).With(stored.Position).With(instant)
            .WithContent(content)
            .RunAsync(ct);
        await FigureRows.StateAsync(connection, id, content, ct);
        await releases.OpenAsync(connection, id, item, policy, stored.Position, instant, ct);
    }

    private static async Task StateContentAsync(
        NpgsqlConnection connection, ItemId id, Searchable content, StoredEvent stored, DateTimeOffset instant, CancellationToken ct)
    {
        await KeepStateAsync(connection, id, stored.Position, instant, ct);
        const string sql = """
            update item
            set revision = revision + 1, stream_version = $2, stated_at = $3, state_position = $4, state_at = $5,
                content = $6, severity = $7, cvss_max = $8, sectors = $9, cves = $10, vendors = $11, products = $12,
                cwes = $13, initial_release_at = $14, current_release_at = $15, category = $16, tracking_status = $17,
                cvss2_max = $18, cvss3_max = $19, cvss4_max = $20, purl_keys = $21, cpe_keys = $22, cpes = $23,
                known_as = $24, translates = $25, successors = $26,
                signal_gist = $27, signal_to = $28, signal_verdict = $29
            where item_id = $1
            """;
        await connection.Statement(sql)
            .With(id.Value).With(stored.Version).With(stored.RecordedAt).With(stored.Position).With(instant)
            .WithContent(content)
            .RunAsync(ct);
        await FigureRows.StateAsync(connection, id, content, ct);
        await ReleaseRows.TouchAsync(connection, id, stored.Position, ct);
    }

    private async Task ShareAsync(
        NpgsqlConnection connection, ItemId id, SharingTerms terms, StoredEvent stored, DateTimeOffset instant, CancellationToken ct)
    {
        var (before, _) = await SharedAsync(connection, id, ct);
        var item = before with { Terms = terms, EmbargoLifted = false };
        var policy = await policies.InForceAsync(connection, ct);
        var relabelled = terms.Label != before.Terms.Label || terms.Pap != before.Terms.Pap;
        await KeepTermsAsync(connection, id, stored.Position, instant, ct);
        if (relabelled)
        {
            await KeepStateAsync(connection, id, stored.Position, instant, ct);
        }

        const string sql = """
            update item
            set stream_version = $2, label = $3, pap = $4, terms = $5, embargo_lifts_at = $6, embargo_lifted = false, withheld = $7,
                policy_version = $8, state_position = case when $9 then $10 else state_position end, state_at = case when $9 then $11 else state_at end,
                proposed_by = null, proposed_terms = null
            where item_id = $1
            """;
        await connection.Statement(sql)
            .With(id.Value).With(stored.Version).With((short)terms.Label).With((short)terms.Pap).With(WriteTerms(terms))
            .WithNullable(NpgsqlDbType.TimestampTz, terms.Embargo?.LiftsAt)
            .With(await audiences.CountWithheldAsync(connection, item, stored.Position, instant, ct))
            .With(policy.Number).With(relabelled).With(stored.Position).With(instant)
            .RunAsync(ct);
        await FigureRows.FollowAsync(connection, id, ct);
        await releases.StateAsync(connection, id, item, policy, sharedAgain: true, stored.Position, instant, ct);
        if (relabelled)
        {
            await ReleaseRows.TouchAsync(connection, id, stored.Position, ct);
        }
    }

    // It follows the report in the same append, and only the two who know of it read it.
    private static async Task FileAsync(NpgsqlConnection connection, ItemId id, IncidentEvent.IncidentFiled filed, StoredEvent stored, CancellationToken ct) =>
        await connection.Statement("update item set stream_version = $2, filed_by = $3, filed_under = $4 where item_id = $1")
            .With(id.Value).With(stored.Version).With(filed.By.Value).With(filed.Mandate.Value)
            .RunAsync(ct);

    // Nobody but the originator reads of it, so no way to the item is touched.
    private static async Task ProposeAsync(NpgsqlConnection connection, ItemId id, ReleaseProposal? proposal, StoredEvent stored, CancellationToken ct) =>
        await connection.Statement("update item set stream_version = $2, proposed_by = $3, proposed_terms = $4 where item_id = $1")
            .With(id.Value).With(stored.Version)
            .WithNullable(NpgsqlDbType.Uuid, proposal?.By.Value)
            .WithNullable(NpgsqlDbType.Bytea, proposal is null ? null : WriteTerms(proposal.Terms))
            .RunAsync(ct);

    private async Task LiftAsync(NpgsqlConnection connection, ItemId id, StoredEvent stored, DateTimeOffset instant, CancellationToken ct)
    {
        var (before, policy) = await SharedAsync(connection, id, ct);
        await KeepTermsAsync(connection, id, stored.Position, instant, ct);
        await connection.Statement("update item set stream_version = $2, embargo_lifted = true where item_id = $1")
            .With(id.Value).With(stored.Version)
            .RunAsync(ct);
        await releases.StateAsync(connection, id, before with { EmbargoLifted = true }, policy, sharedAgain: false, stored.Position, instant, ct);
    }

    private static async Task WithdrawAsync(NpgsqlConnection connection, ItemId id, string reason, StoredEvent stored, DateTimeOffset instant, CancellationToken ct)
    {
        const string sql = """
            update item
            set stream_version = $2, withdrawn_because = $3, withdrawn_position = $4, withdrawn_at = $5,
                proposed_by = null, proposed_terms = null
            where item_id = $1
            """;
        await connection.Statement(sql)
            .With(id.Value).With(stored.Version).With(reason).With(stored.Position).With(instant)
            .RunAsync(ct);
        await FigureRows.FollowAsync(connection, id, ct);
        await ReleaseRows.TouchAsync(connection, id, stored.Position, ct);
    }

    // What was in force until now, for whoever asks about an instant of that time.
    private static async Task KeepTermsAsync(NpgsqlConnection connection, ItemId id, long position, DateTimeOffset instant, CancellationToken ct)
    {
        const string sql = """
            insert into past_terms (item_id, to_position, to_at, terms, embargo_lifted)
            select i.item_id, $2, $3, i.terms, i.embargo_lifted
            from item i
            where i.item_id = $1
            """;
        await connection.Statement(sql).With(id.Value).With(position).With(instant).RunAsync(ct);
    }

    // Content and labels that were so until now: what whoever saw the item then had seen.
    private static async Task KeepStateAsync(NpgsqlConnection connection, ItemId id, long position, DateTimeOffset instant, CancellationToken ct)
    {
        const string sql = """
            insert into item_revision (item_id, from_position, from_at, to_position, to_at, revision, stated_at, label, pap, content)
            select i.item_id, i.state_position, i.state_at, $2, $3, i.revision, i.stated_at, i.label, i.pap, i.content
            from item i
            where i.item_id = $1
            """;
        await connection.Statement(sql).With(id.Value).With(position).With(instant).RunAsync(ct);
    }

    private async Task ForwardAsync(
        NpgsqlConnection connection, ItemId id, PartnerId cert, ForwardClients clients, ForwardBasis basis, StoredEvent stored, DateTimeOffset instant, CancellationToken ct)
    {
        await AdvanceAsync(connection, id, stored, ct);
        await forwards.StateAsync(connection, id, await SharedAsync(connection, id, ct), cert, clients, basis, stored.Position, instant, ct);
    }

    private async Task EndForwardAsync(NpgsqlConnection connection, ItemId id, PartnerId cert, StoredEvent stored, DateTimeOffset instant, CancellationToken ct)
    {
        await AdvanceAsync(connection, id, stored, ct);
        await forwards.EndAsync(connection, id, (await SharedAsync(connection, id, ct)).Policy, cert, stored.Position, instant, ct);
    }

    private static async Task AdvanceAsync(NpgsqlConnection connection, ItemId id, StoredEvent stored, CancellationToken ct) =>
        await connection.Statement("update item set stream_version = $2 where item_id = $1")
            .With(id.Value).With(stored.Version)
            .RunAsync(ct);

    private async Task<(SharedItem Item, PolicyVersion Policy)> SharedAsync(NpgsqlConnection connection, ItemId id, CancellationToken ct)
    {
        var found = await connection.Statement("select i.originator_id, i.home, i.terms, i.embargo_lifted, i.policy_version from item i where i.item_id = $1")
            .With(id.Value)
            .ReadAsync(r => (ItemReader.ReadShared(r), policies.Of(r.GetInt32(4))), ct);
        return found.Single();
    }

    private static async Task<T> ContentAsync<T>(NpgsqlConnection connection, ItemId id, JsonTypeInfo<T> shape, CancellationToken ct)
    {
        var found = await connection.Statement("select i.content from item i where i.item_id = $1")
            .With(id.Value)
            .ReadAsync(r => CanonicalJson.Read(r.GetFieldValue<byte[]>(0), shape), ct);
        return found.Single();
    }

    private static async Task<Searchable> ReadDocumentAsync(
        NpgsqlConnection connection, Provenance provenance, AdvisoryDocument document, CancellationToken ct)
    {
        var bytes = await connection.Statement("select d.bytes from cx.document d where d.sha512 = $1")
            .With(Convert.FromHexString(document.Sha512))
            .ReadAsync(r => r.GetFieldValue<byte[]>(0), ct);
        return CsafDocument.Summarise(bytes.Single()) is { } read
            ? Searchable.Of(AdvisoryContent.Of(provenance, document, read), read)
            : throw new UnreadableEventException($"The document {document.Sha512[..16]} was accepted and can no longer be read.");
    }

    private static byte[] WriteTerms(SharingTerms terms) => CanonicalJson.Write(terms, StoredTermsJson.Default.SharingTerms);

    private static ItemId IdOf(string stream, string prefix) => new(Guid.ParseExact(stream.AsSpan(prefix.Length), "D"));
}
