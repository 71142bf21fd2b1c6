using CyberExchange.Domain;
using CyberExchange.Domain.Groups;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Items;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Groups;

/// <summary>Reads what a steward states about a group; what can be said only of the whole is the rules' to judge.</summary>
/// <param name="directory">Where handles are looked up.</param>
public sealed class GroupReading(DirectorySnapshot directory)
{
    /// <summary>The facts, or the label that is none.</summary>
    public static (GroupFacts? Facts, Refusal? Refusal) Facts(string name, string purpose, string defaultLabel) =>
        Labels.ParseTlp(defaultLabel) is { } label
            ? (new(name, purpose, label), null)
            : (null, new(RefusalCode.UnknownTerm, "/defaultLabel", "The default is a label of TLP 2.0: TLP:GREEN, TLP:AMBER or TLP:AMBER+STRICT."));

    /// <summary>The partners named, or the first that is none.</summary>
    public (IReadOnlyList<PartnerId> Partners, Refusal? Refusal) Partners(IReadOnlyList<string>? texts, string pointer)
    {
        var first = new FirstRefusal();
        List<PartnerId> partners = [.. (texts ?? []).Select((text, i) => first.Take(Partner(text, $"{pointer}/{i}")))];
        return (partners, first.Refusal);
    }

    private (PartnerId, Refusal?) Partner(string text, string pointer)
    {
        var found = Guid.TryParseExact(text, "D", out var id) ? directory.Partners.Find(new PartnerId(id)) : directory.FindHandle(text);
        return found is not null
            ? (found.Id, null)
            : (default, new(RefusalCode.UnknownParty, pointer, "No partner has this id or handle."));
    }
}
