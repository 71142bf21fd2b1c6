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
    /// <param name="document">The facts as they were written.</param>
    /// <param name="groups">The groups that the partner is in. A document that was read before may repeat them, and state no others.</param>
    public (PartnerFacts? Facts, Refusal? Refusal) Read(PartnerFactsDocument document, IReadOnlyList<GroupId> groups)
    {
        var first = new FirstRefusal();
        first.Take(Groups(document.Groups, groups));
        var facts = new PartnerFacts
        {
            Handle = document.Handle,
            Name = document.Name,
            OrganizationIdentifier = document.OrganizationIdentifier,
            Jurisdiction = first.Take(JurisdictionReading.Read(document.Jurisdiction, "/jurisdiction")),
            Roles = Each(document.Roles, "/roles", first, Role),
            Sectors = document.Sectors ?? [],
            Constituency = Each(document.Constituency, "/constituency", first, Partner),
            PublisherNamespaces = document.PublisherNamespaces ?? [],
            StandingAgreements = Agreements(document.StandingAgreements, first),
            Listed = document.Listed,
            ClearNeedsTwoMembers = document.ClearNeedsTwoMembers,
        };
        return first.Refusal is { } refusal ? (null, refusal) : (facts, null);
    }

    private static List<LegalBasis> Agreements(IReadOnlyList<LegalBasisDocument>? documents, FirstRefusal first) =>
        [.. (documents ?? []).Select((basis, i) => new LegalBasis(
            first.Take(JurisdictionReading.Read(basis.Destination, $"/standingAgreements/{i}/destination")), basis.Code, basis.Reference, Standing: true))];

    private static List<T> Each<T>(IReadOnlyList<string>? texts, string pointer, FirstRefusal first, Func<string, string, (T, Refusal?)> read) =>
        [.. (texts ?? []).Select((text, i) => first.Take(read(text, $"{pointer}/{i}")))];

    private static (Role, Refusal?) Role(string text, string pointer) => Roles.Parse(text) is { } role
        ? (role, null)
        : (default, new(RefusalCode.UnknownTerm, pointer, "A role is cert, operator, maker, authority, delegate or steward."));

    private static (bool, Refusal?) Groups(IReadOnlyList<string>? stated, IReadOnlyList<GroupId> held) =>
        stated is null || held.Select(g => g.Value).ToHashSet(StringComparer.Ordinal).SetEquals(stated)
            ? (true, null)
            : (false, new(RefusalCode.Invalid, "/groups", "Partners join and leave groups under /v1/groups: leave this out, or repeat what stands."));

    private (PartnerId, Refusal?) Partner(string text, string pointer)
    {
        var found = Guid.TryParseExact(text, "D", out var id) ? directory.Partners.Find(new PartnerId(id)) : directory.FindHandle(text);
        return found is not null
            ? (found.Id, null)
            : (default, new(RefusalCode.UnknownParty, pointer, "No partner has this id or handle."));
    }
}
