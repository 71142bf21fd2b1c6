namespace CyberExchange.Domain.Sharing;

/// <summary>A forward as a CERT states it.</summary>
/// <param name="Clients">The clients, by name; null for the whole constituency.</param>
/// <param name="Basis">The legal basis on the clients' side.</param>
public sealed record StatedForward(IReadOnlyList<PartnerId>? Clients, ForwardBasis Basis);

/// <summary>Whether a CERT may open an item to its own clients: ForwardToConstituency.</summary>
public static class ForwardRules
{
    /// <summary>How often one CERT may state a forward of one item. Each is an event in the stream of an item that is another's.</summary>
    /// <remarks>It is apart from the originator's changes, which a recipient must not use up. Ending a forward is not counted.</remarks>
    public const int StatementsMax = 100;

    /// <summary>The clients that the forward is for, or the first reason against it.</summary>
    /// <param name="by">The CERT.</param>
    /// <param name="seesBy">Why the CERT sees the item, other than by a forward; null where it does not.</param>
    /// <param name="stated">What it states.</param>
    /// <param name="item">The item's terms.</param>
    /// <param name="withdrawn">Whether the item is withdrawn.</param>
    /// <param name="before">The item's forwards so far.</param>
    /// <param name="directory">Who takes part.</param>
    public static (ForwardClients? Clients, Refusal? Refusal) Accept(
        PartnerProfile by, ReleaseReason? seesBy, StatedForward stated, SharedItem item, bool withdrawn, Forwards before, PartnerDirectory directory)
    {
        var refusal = SharingRules.CheckActs(by)
            ?? CheckWay(by, seesBy, item)
            ?? CheckItem(item, withdrawn)
            ?? CheckStatements(before.StatementsOf(by.Id))
            ?? CheckBasis(stated.Basis)
            ?? CheckClients(by, stated.Clients, item, directory);
        if (refusal is not null)
        {
            return (null, refusal);
        }

        return stated.Clients is null
            ? (ForwardClients.Constituency, null)
            : (new ForwardClients(All: false, [.. stated.Clients.Distinct().OrderBy(c => c.Value)]), null);
    }

    private static Refusal? CheckWay(PartnerProfile by, ReleaseReason? seesBy, SharedItem item)
    {
        if (item.Originator == by.Id)
        {
            return new(RefusalCode.NotForwardable, "", "You are the originator: share the item with your clients instead.");
        }

        if (!by.Has(Role.Cert) || by.Constituency.Count == 0)
        {
            return new(RefusalCode.NotForwardable, "", "You have no constituency to which you could forward.");
        }

        return seesBy is null or ReleaseReason.Forwarded
            ? new(RefusalCode.NotForwardable, "", "The item was forwarded to you, and a forward goes one hop.")
            : null;
    }

    private static Refusal? CheckItem(SharedItem item, bool withdrawn)
    {
        if (withdrawn)
        {
            return new(RefusalCode.Withdrawn, "", "The item is withdrawn.");
        }

        if (item.UnderEmbargo)
        {
            return new(RefusalCode.NotForwardable, "", "The item is under embargo.");
        }

        return item.Terms.Label is TlpLabel.Green or TlpLabel.Amber
            ? null
            : new(RefusalCode.NotForwardable, "", $"The item is {item.Terms.Label.Text()}; what is forwarded is TLP:GREEN or TLP:AMBER.");
    }

    private static Refusal? CheckStatements(int statements) =>
        statements >= StatementsMax
            ? new(RefusalCode.Invalid, "", $"You have forwarded this item {StatementsMax} times, which is as often as you may.")
            : null;

    private static Refusal? CheckBasis(ForwardBasis basis) =>
        SharingRules.HasWords(basis.Code, basis.Reference)
            ? null
            : new(RefusalCode.LegalBasisMissing, "/legalBasis", $"A legal basis has a code and a reference, together at most {SharingRules.LegalBasisTextCharactersMax} characters.");

    // A constituency holds few enough names that a list of clients needs no limit of its own: doubles are what is left.
    private static Refusal? CheckClients(PartnerProfile by, IReadOnlyList<PartnerId>? clients, SharedItem item, PartnerDirectory directory)
    {
        if (clients is { Count: 0 } || clients?.Count > by.Constituency.Count)
        {
            return new(RefusalCode.Invalid, "/clients", $"Name 1 to {by.Constituency.Count} clients, each once, or leave them out for your whole constituency.");
        }

        for (var i = 0; i < (clients?.Count ?? 0); i++)
        {
            if (!by.Constituency.Contains(clients![i]) || directory.Find(clients[i]) is not { } client)
            {
                return new(RefusalCode.UnknownParty, $"/clients/{i}", "Your constituency has no partner with this id or handle.");
            }

            if (!client.InCommunity)
            {
                return new(RefusalCode.AudienceNotForLabel, $"/clients/{i}", "A forward reaches certs, operators, makers and authorities only.");
            }

            if (!ReleasePolicy.PermittedDestinations(item).Contains(client.Jurisdiction))
            {
                return new(RefusalCode.LegalBasisMissing, $"/clients/{i}", $"The item may not go to {client.Jurisdiction.Text()}: its originator states no legal basis for that destination.");
            }
        }

        return null;
    }
}
