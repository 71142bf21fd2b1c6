using System.Text;
using CyberExchange.Domain;
using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using CyberExchange.EventStore;
using CyberExchange.Interop.Csaf;
using CyberExchange.Testing.Databases;
using CyberExchange.Testing.Worlds;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.Views;

/// <summary>A small document of CSAF that is kept beside the log, as a publication keeps it.</summary>
internal static class MadeDocument
{
    /// <summary>Stores it, and tells of its publication to one other partner.</summary>
    public static async Task<(Guid Id, StoredEvent Event)> PublishedAsync(TestDatabase database, int number, string cve, Partner originator, PartnerId reader, CancellationToken ct)
    {
        var (id, facts) = await StoreAsync(database, number, cve, ct);
        return (id, Published(id, facts, originator, SharingTerms.OriginatorOnly(TlpLabel.Amber) with
        {
            Audience = Audience.None with { Partners = [reader] },
            LegalBases = [.. Enum.GetValues<Jurisdiction>().Where(j => j != originator.Facts.Jurisdiction).Select(j => new LegalBasis(j, "agreement", "A test.", Standing: false))],
        }));
    }

    /// <summary>That a document which is stored was published, as the first event of its advisory and at no position yet.</summary>
    public static StoredEvent Published(Guid id, AdvisoryDocument facts, Partner originator, SharingTerms terms)
    {
        var form = AdvisoryEventCatalog.Catalog.Write(new AdvisoryEvent.AdvisoryPublished
        {
            Advisory = new(id),
            Originator = originator.Id,
            PublishedBy = originator.Members.Keys.First(),
            Home = originator.Facts.Jurisdiction,
            Provenance = Provenance.ThirdParty,
            Document = facts,
            Terms = terms,
        });
        return new(0, AdvisoryEventCatalog.Stream(new(id)), 1, Guid.NewGuid(), form.Name, form.Version, DateTimeOffset.UnixEpoch, [], form.Body, form.Addressing);
    }

    /// <summary>Terms of every kind of openness, drawn.</summary>
    public static SharingTerms Terms(Random random, SharingWorld world) => random.Next(4) switch
    {
        0 => SharingTerms.OriginatorOnly(TlpLabel.Clear),
        1 => SharingTerms.OriginatorOnly(TlpLabel.Green),
        2 => SharingTerms.OriginatorOnly(TlpLabel.Amber) with { Audience = Audience.None with { Partners = [world.Partners[random.Next(world.Partners.Count)].Id] } },
        _ => SharingTerms.OriginatorOnly(TlpLabel.AmberStrict),
    };

    /// <summary>Stores a document that names one vulnerability; its advisory's id is that of its number.</summary>
    public static async Task<(Guid Id, AdvisoryDocument Facts)> StoreAsync(TestDatabase database, int number, string cve, CancellationToken ct)
    {
        var bytes = Encoding.UTF8.GetBytes($$$"""
            {"document":{"category":"csaf_security_advisory","csaf_version":"2.0","title":"A weakness of number {{{number}}}",
            "publisher":{"category":"vendor","name":"A maker","namespace":"https://maker.example"},
            "tracking":{"id":"A-{{{number}}}","version":"1","status":"final","initial_release_date":"2026-01-01T00:00:00Z","current_release_date":"2026-01-01T00:00:00Z",
            "revision_history":[{"number":"1","date":"2026-01-01T00:00:00Z","summary":"First."}]}},
            "vulnerabilities":[{"cve":"{{{cve}}}"}]}
            """);
        return (new Guid(number, 1, 0, new byte[8]), await StoreAsync(database, bytes, ct));
    }

    /// <summary>Stores the bytes of a document.</summary>
    /// <returns>What a publication says of it.</returns>
    public static async Task<AdvisoryDocument> StoreAsync(TestDatabase database, byte[] bytes, CancellationToken ct)
    {
        var read = Assert.IsType<CsafAdvisory>(CsafDocument.Summarise(bytes));
        await using var connection = await database.OpenAsync(ct);
        await using var command = new NpgsqlCommand("insert into cx.document (sha512, bytes) values ($1, $2) on conflict do nothing", connection)
        {
            Parameters = { new() { Value = Convert.FromHexString(read.Sha512) }, new() { Value = bytes } },
        };
        await command.ExecuteNonQueryAsync(ct);
        return new()
        {
            PublisherNamespace = read.Publisher.Namespace,
            TrackingId = read.Tracking.Id,
            TrackingVersion = read.Tracking.Version,
            Title = read.Title,
            Label = null,
            Sha512 = read.Sha512,
            LengthBytes = bytes.Length,
        };
    }
}
