using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Server.Gate;

/// <summary>The organizationIdentifier of a subject (EN 319 412-1, clause 5.1.4) and where it is at home.</summary>
internal static class Organization
{
    private const string OrganizationIdentifierOid = "2.5.4.97";
    // DirectoryString of RFC 5280, section 4.1.2.4, and what older certificates have. Any other kind of value is no identifier.
    private static readonly UniversalTagNumber[] Strings =
        [UniversalTagNumber.UTF8String, UniversalTagNumber.PrintableString, UniversalTagNumber.T61String, UniversalTagNumber.BMPString, UniversalTagNumber.IA5String];

    /// <summary>What is wrong with the subject's organisation for a partner of this jurisdiction; null for nothing.</summary>
    /// <exception cref="AsnContentException">The subject is not what RFC 5280 describes.</exception>
    /// <remarks>
    /// The country alone is looked at, where there is one. Who the organisation is follows from the enrolled key, never from a
    /// name; whether the anchor may vouch for it, <see cref="TrustAnchors"/> says.
    /// </remarks>
    public static CertificateFault? FaultOf(X500DistinguishedName subject, Jurisdiction jurisdiction)
    {
        var texts = Texts(subject);
        var identifiers = texts.Select(OrganizationIdentifier.Parse).OfType<OrganizationIdentifier>().ToList();
        if (identifiers.Count == 0 || identifiers.Count < texts.Count)
        {
            return CertificateFault.OrganizationMissing;
        }

        return identifiers.All(i => i.NamesNoCountry || i.IsAtHomeIn(jurisdiction)) ? null : CertificateFault.OrganizationElsewhere;
    }

    /// <summary>The subject's identifiers, once <see cref="FaultOf"/> has found nothing wrong with them.</summary>
    public static IReadOnlyList<OrganizationIdentifier> Of(X500DistinguishedName subject) =>
        [.. Texts(subject).Select(OrganizationIdentifier.Parse).OfType<OrganizationIdentifier>()];

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
                    var kind = part.PeekTag();
                    texts.Add(kind.TagClass is TagClass.Universal && Strings.Contains((UniversalTagNumber)kind.TagValue) ? part.ReadCharacterString((UniversalTagNumber)kind.TagValue) : "");
                }
            }
        }

        return texts;
    }
}
