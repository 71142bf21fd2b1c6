using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Duties;
using CyberExchange.Domain;
using CyberExchange.Domain.Obligations;
using CyberExchange.EventStore;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;

namespace CyberExchange.Server.Duties;

/// <summary><c>GET /v1/incidents/{id}/duties/evidence</c>: the file's events with what the log commits to, for its owner.</summary>
/// <remarks>Positions stay inside: they would tell how much others do.</remarks>
public sealed class ReadDutyEvidence(ReadDuties duties, EventLog log, Rulebook rulebook)
{
    private const byte LeafPrefix = 0; // RFC 9162, 2.1.1.

    public async Task<IResult> HandleAsync(Guid id, Caller caller, CancellationToken ct)
    {
        var incident = new IncidentId(id);
        if (await duties.FindAsync(incident, caller, ct) is not { } file)
        {
            return ProblemAnswers.NotFound;
        }

        List<EvidenceEntryDocument> entries = [];
        await foreach (var e in log.ReadEachAsync(DutyCommands.FileStream(incident).Id, ct))
        {
            entries.Add(Render(e, (await log.ReadLeavesAsync(e.Position - 1, 1, ct))[0], caller.Viewer.Profile.Id));
        }

        return new JsonAnswer<DutyEvidenceDocument>(
            new() { Incident = id, Disclaimer = rulebook.Disclaimer, File = file, Entries = entries }, WireJson.Default.DutyEvidenceDocument);
    }

    private static EvidenceEntryDocument Render(StoredEvent e, StoredLeaf leaf, PartnerId owner)
    {
        var mayName = ActedBy(e) is not { } partner || partner == owner;
        return new()
        {
            EventId = e.Id,
            Metadata = mayName ? Encoding.UTF8.GetString(e.Metadata) : null,
            EnvelopeSalt = mayName ? Convert.ToHexStringLower(leaf.Salts.AsSpan(0, LeafEntry.SaltBytes)) : null,
            Entry = e.Version,
            Type = e.Type,
            TypeVersion = e.TypeVersion,
            RecordedAt = e.RecordedAt,
            Body = Encoding.UTF8.GetString(e.Body),
            BodySalt = Convert.ToHexStringLower(leaf.Salts.AsSpan(LeafEntry.SaltBytes, LeafEntry.SaltBytes)),
            Leaf = Convert.ToHexStringLower(leaf.Entry),
            LeafHash = Convert.ToHexStringLower(SHA256.HashData([LeafPrefix, .. leaf.Entry])),
        };
    }

    // What another partner's request was called is its own; that it acted stands in the body.
    private static PartnerId? ActedBy(StoredEvent e)
    {
        using var metadata = JsonDocument.Parse(e.Metadata);
        return metadata.RootElement.TryGetProperty("partner", out var partner) ? new(partner.GetGuid()) : null;
    }
}
