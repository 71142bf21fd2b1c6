using System.Diagnostics;
using CyberExchange.Domain.Stored;

namespace CyberExchange.Domain.Obligations.Files;

/// <summary>What the originator stated for the reports of one incident: its events, folded.</summary>
/// <param name="Changes">How often a row was stated.</param>
/// <param name="Rows">The rows in which something stands, by key.</param>
public sealed record DutyContents(IncidentId Incident, PartnerId Owner, int Changes, IReadOnlyList<StatedRow> Rows)
{
    /// <summary>What stands in a row; null for nothing.</summary>
    public StatedRow? Find(string row) => Rows.FirstOrDefault(r => r.Row == row);

    /// <summary>The state after one more event; null stands for contents of which nothing was stated.</summary>
    public static DutyContents Evolve(DutyContents? state, DutyContentEvent e)
    {
        if (e is not DutyContentEvent.DutyContentFilled filled)
        {
            throw new UnreachableException($"{e.GetType().Name} cannot happen to the contents of reports.");
        }

        var before = state ?? new(filled.Incident, filled.Owner, 0, []);
        var others = before.Rows.Where(r => r.Row != filled.Row);
        var rows = filled.Values.Count + filled.Sealed.Count == 0 ? others : others.Append(new(filled.Row, filled.Values, filled.Sealed));
        return before with { Changes = before.Changes + 1, Rows = [.. rows.OrderBy(r => r.Row, StringComparer.Ordinal)] };
    }

    /// <summary>The state after a whole stream, or null for an empty one.</summary>
    public static DutyContents? Fold(IEnumerable<DutyContentEvent> events) => events.Aggregate((DutyContents?)null, Evolve);
}

/// <summary>A row as it was stated; one of the two lists is empty.</summary>
/// <param name="Row">Its key.</param>
/// <param name="Sealed">The values of a personal row.</param>
public sealed record StatedRow(string Row, IReadOnlyList<string> Values, IReadOnlyList<SealedText> Sealed);

/// <summary>A member states a row of the report-once matrix, once for all reports.</summary>
/// <param name="Values">What it states in clear; none of a personal row, and none clears the row.</param>
/// <param name="Sealed">What it states of a personal row.</param>
public sealed record FillContent(
    IncidentId Incident, PartnerId Owner, MemberId By, ContentRow Row, IReadOnlyList<string> Values, IReadOnlyList<SealedText> Sealed)
{
    /// <summary>Loading contents costs what all their changes cost.</summary>
    public const int ChangesMax = 2_000;

    /// <exception cref="InvalidOperationException">What is personal is in clear, or the other way round.</exception>
    public Decision<DutyContentEvent> Decide(DutyContents? state)
    {
        if ((Row.Personal ? Values.Count : Sealed.Count) > 0)
        {
            throw new InvalidOperationException($"'{Row.Key}' {(Row.Personal ? "is personal, and its values are in clear" : "is not personal, and its values are sealed")}.");
        }

        if (ContentRules.Check(Row, Values) is { } refusal)
        {
            return refusal.Under("/values");
        }

        var present = state?.Find(Row.Key);
        if (Sealed.Count == 0 && (present?.Sealed.Count ?? 0) == 0 && Values.SequenceEqual(present?.Values ?? [], StringComparer.Ordinal))
        {
            return Decision<DutyContentEvent>.Nothing;
        }

        return state?.Changes >= ChangesMax
            ? new Refusal(RefusalCode.Invalid, "", $"The rows of an incident are stated at most {ChangesMax} times.")
            : new DutyContentEvent.DutyContentFilled { Incident = Incident, Owner = Owner, Row = Row.Key, Values = Values, Sealed = Sealed, By = By };
    }
}
