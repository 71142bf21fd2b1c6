using CyberExchange.Domain;
using CyberExchange.Domain.Partners;

namespace CyberExchange.Server.Commands;

/// <summary>The streams of partners and of their members' keys.</summary>
public static class PartnerStreams
{
    public static CommandStream<Partner, PartnerEvent> Of(PartnerId id) => new(PartnerEventCatalog.Stream(id), PartnerEventCatalog.Catalog, Partner.Evolve);

    public static CommandStream<MemberKey, MemberKeyEvent> Of(SpkiDigest key) => new(PartnerEventCatalog.Stream(key), PartnerEventCatalog.Keys, MemberKey.Evolve);
}
