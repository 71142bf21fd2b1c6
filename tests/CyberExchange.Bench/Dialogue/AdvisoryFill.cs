using CyberExchange.Bench.Sharing;
using CyberExchange.Domain;
using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Sharing;
using CyberExchange.EventStore;
using CyberExchange.Storage;
using CyberExchange.Testing.EventStore;
using Npgsql;

namespace CyberExchange.Bench.Dialogue;

/// <summary>Fills a log with public advisories that may be counted, one for each document.</summary>
internal static class AdvisoryFill
{
    public static async Task FillAsync(string connectionString, WorldDocuments documents)
    {
        await using var exchange = new ExchangeDatabase(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = true }.ConnectionString);
        await using var log = new EventLog(exchange.Service);
        foreach (var (number, bytes) in documents.Bytes.Index())
        {
            var id = new AdvisoryId(new Guid(number, 3, 0, new byte[8]));
            var published = new AdvisoryEvent.AdvisoryPublished
            {
                Advisory = id,
                Originator = new(Guid.Empty),
                PublishedBy = new(Guid.Empty),
                Home = number % 2 == 0 ? Jurisdiction.EU : Jurisdiction.JP,
                Provenance = Provenance.ThirdParty,
                Document = documents[number],
                Terms = SharingTerms.OriginatorOnly(TlpLabel.Clear) with { PermitsStatistics = true },
            };
            await log.StoreAsync(
                AdvisoryEventCatalog.Stream(id), 0, IncidentFill.RecordedAt, [AdvisoryEventCatalog.Catalog.Write(published)], CancellationToken.None,
                new Document(Convert.FromHexString(documents[number].Sha512), bytes));
        }
    }
}
