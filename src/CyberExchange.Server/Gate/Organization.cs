using System.Collections.Frozen;
using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Server.Gate;

/// <summary>The organizationIdentifier of a subject (EN 319 412-1, clause 5.1.4) and where it is at home.</summary>
internal static class Organization
{
    private const string OrganizationIdentifierOid = "2.5.4.97";
    private const string LegalEntityIdentifierCountry = "XG"; // An LEI is issued to the whole world.

    // The member states of the European Union. VAT numbers write Greece as EL and some registers are the Union's own.
    private static readonly FrozenSet<string> EuropeanCountries = FrozenSet.ToFrozenSet(
        [
            "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
            "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "EU", "EL",
        ],
        StringComparer.Ordinal);

    /// <summary>What is wrong with the subject's organisation for a partner of this jurisdiction; null for nothing.</summary>
    /// <exception cref="AsnContentException">The subject is not what RFC 5280 describes.</exception>
    /// <remarks>The country alone is looked at. Who the organisation is follows from the enrolled key, never from a name.</remarks>
    public static CertificateFault? FaultOf(X500DistinguishedName subject, Jurisdiction jurisdiction)
    {
        var identifiers = Texts(subject).Select(OrganizationIdentifier.Parse).ToList();
        if (identifiers.Count == 0 || identifiers.Contains(null))
        {
            return CertificateFault.OrganizationMissing;
        }

        return identifiers.All(identifier => IsAtHome(identifier!, jurisdiction)) ? null : CertificateFault.OrganizationElsewhere; // None is null: checked above.
    }

    private static bool IsAtHome(OrganizationIdentifier identifier, Jurisdiction jurisdiction)
    {
        if (identifier.Country == LegalEntityIdentifierCountry)
        {
            return identifier.Scheme == "LEI";
        }

        return jurisdiction switch
        {
            Jurisdiction.EU => EuropeanCountries.Contains(identifier.Country) && (identifier.Country != "EL" || identifier.Scheme == "VAT"),
            Jurisdiction.JP => identifier.Country == "JP",
        };
    }

    // RelativeDistinguishedName ::= SET OF SEQUENCE { type OBJECT IDENTIFIER, value ANY }, RFC 5280 section 4.1.2.4
    private static List<string> Texts(X500DistinguishedName subject)
    {
        var texts = new List<string>();
        foreach (var relative in subject.EnumerateRelativeDistinguishedNames())
        {
            var parts = new AsnReader(relative.RawData, AsnEncodingRules.DER).ReadSetOf(skipSortOrderValidation: true);
            while (parts.HasData)
            {
                var part = parts.ReadSequence();
                if (part.ReadObjectIdentifier() == OrganizationIdentifierOid)
                {
                    texts.Add(part.ReadCharacterString((UniversalTagNumber)part.PeekTag().TagValue));
                }
            }
        }

        return texts;
    }
}
