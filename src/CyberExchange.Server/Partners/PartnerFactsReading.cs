using CyberExchange.Contracts.Partners;
using CyberExchange.Contracts.Sharing;
using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Items;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Partners;

/// <summary>Reads what a steward states about a partner; what can be said only of the whole is the rules' to judge.</summary>
/// <param name="directory">Where handles of a constituency are looked up.</param>
public sealed class PartnerFactsReading(DirectorySnapshot directory)
{
    /// <summary>The facts, or the first element that names nothing.</summary>
    public (PartnerFacts? Facts, Refusal? Refusal) Read(PartnerFactsDocument document)
    {
        var first = new FirstRefusal();
        var facts = new PartnerFacts
        {
            Handle = document.Handle,
            Name = document.Name,
            OrganizationIdentifier = document.OrganizationIdentifier,
            Jurisdiction = first.Take(Jurisdiction(document.Jurisdiction, "/jurisdiction")),
            Roles = Each(document.Roles, "/roles", first, Role),
            Sectors = document.Sectors ?? [],
            Groups = Each(document.Groups, "/groups", first, Group),
            Constituency = Each(document.Constituency, "/constituency", first, Partner),
            PublisherNamespaces = document.PublisherNamespaces ?? [],
            StandingAgreements = Agreements(document.StandingAgreements, first),
            Listed = document.Listed,
        };
        return first.Refusal is { } refusal ? (null, refusal) : (facts, null);
    }

    private static List<LegalBasis> Agreements(IReadOnlyList<LegalBasisDocument>? documents, FirstRefusal first) =>
        [.. (documents ?? []).Select((basis, i) => new LegalBasis(
            first.Take(Jurisdiction(basis.Destination, $"/standingAgreements/{i}/destination")), basis.Code, basis.Reference, Standing: true))];

    private static List<T> Each<T>(IReadOnlyList<string>? texts, string pointer, FirstRefusal first, Func<string, string, (T, Refusal?)> read) =>
        [.. (texts ?? []).Select((text, i) => first.Take(read(text, $"{pointer}/{i}")))];

    private static (Jurisdiction, Refusal?) Jurisdiction(string text, string pointer) => Roles.ParseJurisdiction(text) is { } jurisdiction
        ? (jurisdiction, null)
        : (default, new(RefusalCode.UnknownTerm, pointer, "A jurisdiction is EU or JP."));

    private static (Role, Refusal?) Role(string text, string pointer) => Roles.Parse(text) is { } role
        ? (role, null)
        : (default, new(RefusalCode.UnknownTerm, pointer, "A role is cert, operator, maker, authority, delegate or steward."));

    private static (GroupId, Refusal?) Group(string text, string pointer) => GroupId.IsValid(text)
        ? (new GroupId(text), null)
        : (default, new(RefusalCode.Invalid, pointer, "A group is named by 2 to 64 lower-case letters, digits and inner hyphens."));

    private (PartnerId, Refusal?) Partner(string text, string pointer)
    {
        var found = Guid.TryParseExact(text, "D", out var id) ? directory.Partners.Find(new PartnerId(id)) : directory.FindHandle(text);
        return found is not null
            ? (found.Id, null)
            : (default, new(RefusalCode.UnknownParty, pointer, "No partner has this id or handle."));
    }
}
