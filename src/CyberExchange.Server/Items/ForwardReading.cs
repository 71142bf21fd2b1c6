using CyberExchange.Contracts.Sharing;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Items;

/// <summary>Reads a forward as a CERT writes it.</summary>
/// <param name="directory">Where handles are looked up.</param>
/// <param name="cert">Whose clients count: nobody else is found, by handle or by id.</param>
public sealed class ForwardReading(DirectorySnapshot directory, PartnerProfile cert)
{
    /// <summary>The forward, or the first client that is none.</summary>
    public (StatedForward? Forward, Refusal? Refusal) Read(ForwardRequest request)
    {
        var first = new FirstRefusal();
        List<PartnerId>? clients = request.Clients is { } texts ? [.. texts.Select((text, i) => first.Take(Client(text, $"/clients/{i}")))] : null;
        return first.Refusal is { } refusal
            ? (null, refusal)
            : (new(clients, new(request.LegalBasis.Code, request.LegalBasis.Reference)), null);
    }

    private (PartnerId, Refusal?) Client(string text, string pointer)
    {
        var found = Guid.TryParseExact(text, "D", out var id) ? new PartnerId(id) : directory.FindHandle(text)?.Id;
        return found is { } client && cert.Constituency.Contains(client)
            ? (client, null)
            : (default, new(RefusalCode.UnknownParty, pointer, "Your constituency has no partner with this id or handle."));
    }
}
