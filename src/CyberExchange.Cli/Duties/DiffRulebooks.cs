using System.CommandLine;
using System.Text.Json.Serialization;
using CyberExchange.Domain.Obligations;

namespace CyberExchange.Cli.Duties;

/// <summary>One entry of a rulebook that is new, gone, or different.</summary>
public sealed record ChangeLine(
    [property: JsonPropertyName("section")] string Section,
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("change")] string Change,
    [property: JsonPropertyName("fields")] IReadOnlyList<ChangeField> Fields)
{
    public static ChangeLine Of(RulebookChange change) => new(
        change.Section, change.Id, DutyWords.ChangeKinds.Text(change.Kind), [.. change.Fields.Select(f => new ChangeField(f.Name, f.Before, f.After))]);
}

/// <summary>One member of it.</summary>
public sealed record ChangeField(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("before")] string? Before,
    [property: JsonPropertyName("after")] string? After);

/// <summary>Says what one rulebook changes about another.</summary>
public sealed class DiffRulebooks : CyxCommand
{
    private readonly Argument<string> _before = new("BEFORE") { Description = "A rulebook file, or shipped for the one in this program." };
    private readonly Argument<string> _after = new("AFTER") { Description = "Likewise." };

    public DiffRulebooks(CyxContext context)
        : base(context, "diff", "Say in words what one rulebook changes about another, and whose due times it may touch.",
            ["cyx duty diff shipped new.json", "cyx duty diff old.json new.json --json"])
    {
        Add(_before);
        Add(_after);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var before = await RulebookFile.ReadAsync(session, session.Value(_before), ct);
        var after = await RulebookFile.ReadAsync(session, session.Value(_after), ct);
        var diff = RulebookDiff.Between(before, after);
        foreach (var change in diff.Changes)
        {
            if (session.Output.Json)
            {
                session.Output.JsonLine(ChangeLine.Of(change));
                continue;
            }

            foreach (var line in change.InWords())
            {
                session.Output.Line(line);
            }
        }

        var touched = diff.Touched.Count == 0 ? "no duty is touched" : $"touched: {string.Join(", ", diff.Touched.Order(StringComparer.Ordinal))}";
        session.Output.Note($"{diff.Before.Id} to {diff.After.Id}: {diff.Changes.Count} change(s); {touched}");
        return ExitCode.Done;
    }
}
