using System.Buffers;
using System.Text.Json;

namespace CyberExchange.Domain.Obligations;

/// <summary>Reads a national overlay as the whole rule that it makes, so that it is checked as strictly as any other.</summary>
internal static class OverlayReader
{
    // What an overlay says of itself, in place of what the rule says.
    private static readonly string[] OwnMembers = ["status", "effective_from", "effective_to", "source", "verified", "verified_at", "note"];

    private static readonly string[] Changeable =
    [
        "title", "applies_to", "trigger", "trigger_stage", "trigger_stage_alternatives", "deadline", "deadline_max", "deadline_kind", "cap", "clock",
        "first_day", "roll_rule", "recipient", "required_content", "entity_start",
    ];

    /// <param name="obligations">The rules as they were read, which must be without a fault.</param>
    public static Overlay? Read(RuleDocument document, IReadOnlyList<RuleDocument> obligations, List<RulebookFault> faults)
    {
        var (id, country, of) = (document.Text("id"), RuleParts.Country(document), document.Text("obligation_id"));
        var changes = document.Needed("changes");
        foreach (var name in OwnMembers)
        {
            document.Member(name);
        }

        foreach (var name in changes.Names.Where(n => !Changeable.Contains(n, StringComparer.Ordinal)))
        {
            changes.Fault(name, "An overlay cannot change this.");
        }

        document.RefuseTheRest();
        if (obligations.FirstOrDefault(o => o.Member("id")?.GetString() == of) is not { } rule)
        {
            document.Fault("obligation_id", $"No obligation has the id '{of}'.");
            return null;
        }

        using var merged = JsonDocument.Parse(Merge(rule, document, changes));
        var found = new List<RulebookFault>();
        var read = ObligationReader.Read(new RuleDocument(merged.RootElement.Clone(), "", found));
        faults.AddRange(found.Select(f => f with
        {
            Pointer = OwnMembers.Contains(f.Pointer.TrimStart('/'), StringComparer.Ordinal) ? document.Pointer + f.Pointer : changes.Pointer + f.Pointer,
        }));
        return new(id, country, read with { OverlayId = id });
    }

    private static ReadOnlyMemory<byte> Merge(RuleDocument rule, RuleDocument overlay, RuleDocument changes)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var name in rule.Names.Except(OwnMembers, StringComparer.Ordinal).Except(changes.Names, StringComparer.Ordinal))
            {
                Write(writer, name, rule);
            }

            foreach (var name in changes.Names.Intersect(Changeable, StringComparer.Ordinal))
            {
                Write(writer, name, changes);
            }

            foreach (var name in OwnMembers)
            {
                Write(writer, name, overlay);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter writer, string name, RuleDocument from)
    {
        if (from.Member(name) is { } member)
        {
            writer.WritePropertyName(name);
            member.WriteTo(writer);
        }
    }
}
