using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Partners;

/// <summary>A client leaves the constituency of a CERT, and loses what the CERT forwarded to it.</summary>
public sealed record DepartFromConstituency(PartnerProfile Client)
{
    public Decision<PartnerEvent> Decide(Partner? cert)
    {
        if (SharingRules.CheckActs(Client) is { } suspended)
        {
            return suspended;
        }

        // One answer for a partner that is none of the client's and for one that does not exist.
        return cert is null || !cert.Facts.Constituency.Contains(Client.Id)
            ? new Refusal(RefusalCode.NotFound, "", "You are in no such constituency.")
            : new PartnerEvent.ClientDeparted(Client.Id);
    }
}
