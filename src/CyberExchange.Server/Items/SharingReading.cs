using CyberExchange.Contracts.Sharing;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Taxonomies;
using CyberExchange.Server.Partners;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Items;

/// <summary>Reads sharing terms as an originator writes them. Pointers in refusals begin below the terms.</summary>
/// <remarks>
/// Whom the originator's directory does not show cannot be named, by handle or by id, and is refused in the words for what
/// does not exist: terms are not to tell who takes part.
/// </remarks>
/// <param name="directory">Where handles are looked up.</param>
/// <param name="originator">Whose directory counts.</param>
public sealed class SharingReading(DirectorySnapshot directory, PartnerProfile originator)
{
    /// <summary>The terms, or the first element that names nothing.</summary>
    public (StatedTerms? Terms, Refusal? Refusal) Read(SharingDocument document)
    {
        var first = new FirstRefusal();
        var audience = Audience(document.Audience ?? new AudienceDocument(), first);
        var terms = new StatedTerms
        {
            Label = first.Take(Label(document.Label, audience)),
            Pap = first.Take(Pap(document.Pap)),
            Audience = audience,
            Embargo = document.Embargo is { } embargo
                ? new StatedEmbargo(embargo.LocalTime, embargo.Zone, Each(embargo.Parties, "/embargo/parties", first, Partner))
                : null,
            LegalBases = LegalBases(document.LegalBases, first),
            PermitsStatistics = document.PermitsStatistics,
        };
        return first.Refusal is { } refusal ? (null, refusal) : (terms, null);
    }

    private Audience Audience(AudienceDocument audience, FirstRefusal first) => new()
    {
        Partners = Each(audience.Partners, "/audience/partners", first, Partner),
        Members = Each(audience.Members, "/audience/members", first, Member),
        Groups = Each(audience.Groups, "/audience/groups", first, Group),
        Roles = Each(audience.Roles, "/audience/roles", first, Role),
        Jurisdictions = Each(audience.Jurisdictions, "/audience/jurisdictions", first, JurisdictionReading.Read),
        Sectors = Each(audience.Sectors, "/audience/sectors", first, Sector),
    };

    private static IReadOnlyList<LegalBasis> LegalBases(IReadOnlyList<LegalBasisDocument>? documents, FirstRefusal first) =>
        [.. (documents ?? []).Select((basis, i) => new LegalBasis(
            first.Take(JurisdictionReading.Read(basis.Destination, $"/legalBases/{i}/destination")), basis.Code, basis.Reference, Standing: false))];

    private static List<T> Each<T>(IReadOnlyList<string>? texts, string pointer, FirstRefusal first, Func<string, string, (T, Refusal?)> read) =>
        [.. (texts ?? []).Select((text, i) => first.Take(read(text, $"{pointer}/{i}")))];

    private (TlpLabel, Refusal?) Label(string? text, Audience audience)
    {
        if (text is null)
        {
            return GroupsOfAudience.DefaultLabel(audience.Groups, directory.Partners) is { } byDefault
                ? (byDefault, null)
                : (default, new(RefusalCode.Invalid, "/label", "State a label. It may be left out only where the audience names groups, and each of them has a default."));
        }

        return Labels.ParseTlp(text) is { } label
            ? (label, null)
            : (default, new(RefusalCode.UnknownTerm, "/label", "The label is one of TLP 2.0: TLP:CLEAR, TLP:GREEN, TLP:AMBER, TLP:AMBER+STRICT or TLP:RED."));
    }

    private static (PapLabel, Refusal?) Pap(string? text)
    {
        if (text is null)
        {
            return (PapLabel.Amber, null);
        }

        return Labels.ParsePap(text) is { } label
            ? (label, null)
            : (default, new(RefusalCode.UnknownTerm, "/pap", "The label is PAP:CLEAR, PAP:GREEN, PAP:AMBER or PAP:RED."));
    }

    private (PartnerId, Refusal?) Partner(string text, string pointer) => originator.Read(directory, text, pointer);

    private (MemberId, Refusal?) Member(string text, string pointer) =>
        Guid.TryParseExact(text, "D", out var id) && directory.Partners.Find(new MemberId(id)) is { } member && Shows(member.Partner)
            ? (member.Id, null)
            : (default, new(RefusalCode.UnknownParty, pointer, "Your directory shows no member with this id; members are named by id."));

    private bool Shows(PartnerId partner) => directory.Entry(partner) is { } entry && originator.Shows(entry);

    // The rule says so too. Asked here because a default label would tell of a group that is not the originator's.
    private (GroupId, Refusal?) Group(string text, string pointer) => GroupsOfAudience.Check(new(text), originator) is { } refusal
        ? (default, refusal with { Pointer = pointer })
        : (new GroupId(text), null);

    private static (Role, Refusal?) Role(string text, string pointer) => Roles.Parse(text) is { } role
        ? (role, null)
        : (default, new(RefusalCode.UnknownTerm, pointer, "A kind of audience is one of the roles cert, operator, maker and authority."));

    private static (string, Refusal?) Sector(string text, string pointer) => Sectors.IsKnown(text)
        ? (text, null)
        : (text, new(RefusalCode.UnknownTerm, pointer, "This is not a sector of the taxonomy."));
}

/// <summary>Remembers the first refusal of a document that is read piece by piece.</summary>
internal sealed class FirstRefusal
{
    public Refusal? Refusal { get; private set; }

    /// <summary>The value read; meaningless once there is a refusal.</summary>
    public T Take<T>((T Value, Refusal? Refusal) read)
    {
        Refusal ??= read.Refusal;
        return read.Value;
    }
}
