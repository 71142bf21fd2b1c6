using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Trends;

/// <summary>What an edition is to be.</summary>
/// <param name="Tables">The tables; the same in every edition.</param>
/// <param name="Rule">The thresholds.</param>
/// <param name="AsOf">What the log says then is counted.</param>
/// <param name="From">The first quarter; of editions after the first what it was.</param>
/// <param name="Through">The last quarter; it is over.</param>
/// <param name="IsCorrection">Whether it corrects the numbers of the edition before, or else goes on to later quarters.</param>
public sealed record EditionPlan(
    IReadOnlyList<TrendTable> Tables, DisclosureRule Rule, DateTimeOffset AsOf, Period From, Period Through, bool IsCorrection)
{
    /// <summary>How many public advisories there are of which value, as of the same instant.</summary>
    public IReadOnlyList<LiveCount> Advisories { get; init; } = [];
}

/// <summary>Makes an edition of the trends from records and from all editions before it.</summary>
/// <remarks>
/// Every incident is counted in the first edition that covers its month. A later edition repeats the numbers of closed quarters as they were
/// published, and so says nothing new of them. A correction is a population of its own: the changes since, protected as incidents are,
/// so that a number is restated only where its change is a group that could be stated, and the reader of both editions learns that
/// group's size and nothing else. Whatever is not restated keeps its number and the edition it is of, whether it changed or not.
/// A number that missed a correction is not corrected again, since it would be true as of no instant.
/// </remarks>
public static class PublishTrends
{
    /// <summary>Twenty years: every edition holds every period of the series, and is read as a whole.</summary>
    internal const int QuartersMax = 80;

    /// <summary>Makes the edition, or says why there can be none.</summary>
    /// <param name="plan">What it is to be.</param>
    /// <param name="earlier">Every edition published before, in order.</param>
    /// <param name="records">What the log says as of the plan's instant, in any order.</param>
    /// <param name="recordsOf">What it said as of the instant of an earlier edition, by its number; asked for by a correction alone.</param>
    /// <exception cref="ArgumentException">The earlier editions are not all that there were: what is unknown could not be protected.</exception>
    /// <exception cref="InvalidOperationException">The audit found something that the edition would give away: a fault of this program.</exception>
    public static (TrendEdition? Edition, Refusal? Refusal) Make(
        EditionPlan plan, IReadOnlyList<TrendEdition> earlier, IEnumerable<TrendRecord> records, Func<int, IEnumerable<TrendRecord>> recordsOf)
    {
        if (!IsWhole(earlier))
        {
            throw new ArgumentException("Each edition names the one before it.", nameof(earlier));
        }

        if (Check(plan, earlier) is { } refusal)
        {
            return (null, refusal);
        }

        var edition = new EditionDraft(plan, earlier);
        edition.Fill(records, recordsOf);
        return !plan.IsCorrection || edition.SaysMore
            ? (edition.Edition(), null)
            : (null, new(RefusalCode.Invalid, "/corrects", "No number changes by so many incidents of so many reporters that it could be told; what changed waits for the next correction."));
    }

    private static bool IsWhole(IReadOnlyList<TrendEdition> editions)
    {
        string? previous = null;
        foreach (var (edition, number) in editions.Select((e, i) => (e, i + 1)))
        {
            if (edition.Number != number || edition.Previous != previous)
            {
                return false;
            }

            previous = edition.Id;
        }

        return true;
    }

    /// <summary>Why no edition can cover these quarters as of that instant, after the last one; null where one can.</summary>
    /// <param name="asOf">What the log says then would be counted.</param>
    /// <param name="from">The first quarter.</param>
    /// <param name="through">The last quarter.</param>
    /// <param name="isCorrection">Whether it would correct the numbers of the last one.</param>
    /// <param name="last">The last edition; null before the first.</param>
    internal static Refusal? CheckPeriods(
        DateTimeOffset asOf, Period from, Period through, bool isCorrection, (int Number, DateTimeOffset AsOf, Period From, Period Through)? last)
    {
        if (from.Kind is not PeriodKind.Quarter || through.Kind is not PeriodKind.Quarter || from.Ordinal > through.Ordinal)
        {
            return new(RefusalCode.Invalid, "/through", "An edition covers whole quarters, from the first to the last.");
        }

        if (through.Ordinal - from.Ordinal >= QuartersMax)
        {
            return new(RefusalCode.Invalid, "/through", $"A series covers at most {QuartersMax} quarters.");
        }

        if (through.End > asOf)
        {
            return new(RefusalCode.ImpossibleTime, "/through", "The last quarter is not over at that instant.");
        }

        if (last is not { } published)
        {
            return isCorrection ? new(RefusalCode.Invalid, "/corrects", "There is no edition to correct.") : null;
        }

        if (asOf <= published.AsOf)
        {
            return new(RefusalCode.VersionNotNewer, "/asOf", $"Edition {published.Number} is as of that instant or a later one.");
        }

        return from != published.From || (isCorrection ? through != published.Through : through.Ordinal <= published.Through.Ordinal)
            ? new(RefusalCode.Invalid, "/through", "An edition begins where the one before does; a correction also ends there, and any other ends later.")
            : null;
    }

    private static Refusal? Check(EditionPlan plan, IReadOnlyList<TrendEdition> earlier)
    {
        var last = earlier.Count == 0 ? null : earlier[^1];
        if (CheckPeriods(plan.AsOf, plan.From, plan.Through, plan.IsCorrection, last is null ? null : (last.Number, last.AsOf, last.From, last.Through)) is { } refusal)
        {
            return refusal;
        }

        return last is null || (plan.Tables.Count == last.Tables.Count && plan.Tables.Select(t => (t.Id, Rows: t.Rows.Select(r => r.Id))).Zip(last.Tables).All(p =>
            p.First.Id == p.Second.Id && p.First.Rows.SequenceEqual(p.Second.Rows.Select(r => r.Id), StringComparer.Ordinal)))
            ? null
            : new(RefusalCode.Invalid, "/tables", "The tables and rows of an edition are those of the one before: other rows over the same incidents would give away what these withhold.");
    }
}
