using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Partners;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Duties;

/// <summary>Reads the authority to which a duty or a report is addressed.</summary>
internal static class AddressedAuthority
{
    /// <summary>A partner of the caller's directory that is an authority or a CERT, and not the caller itself.</summary>
    public static (PartnerId Authority, Refusal? Refusal) Read(PartnerProfile owner, DirectorySnapshot directory, string text, string pointer)
    {
        var (id, refusal) = owner.Read(directory, text, pointer);
        if (refusal is not null)
        {
            return (default, refusal);
        }

        return id != owner.Id && directory.Partners.Find(id) is { } partner && (partner.Has(Role.Authority) || partner.Has(Role.Cert))
            ? (id, null)
            : (default, new(RefusalCode.UnknownParty, pointer, "A report is addressed to another partner that is an authority or a CERT."));
    }
}
