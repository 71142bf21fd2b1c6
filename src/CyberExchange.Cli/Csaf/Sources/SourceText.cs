using System.Globalization;
using CyberExchange.Contracts.Sources;

namespace CyberExchange.Cli.Csaf.Sources;

/// <summary>A source as text.</summary>
public static class SourceText
{
    /// <summary>Labelled lines.</summary>
    public static IEnumerable<(string Label, string? Value)> Fields(SourceDocument source) =>
    [
        ("id", source.Id.ToString()),
        ("provider", source.Provider),
        ("every", $"{Query.Number(source.IntervalMinutes)} minutes"),
        ("label", source.Sharing.Label ?? "each document's own"),
        ("publishers", source.AnyPublisher is true ? "any" : null),
        ("stated by", source.StatedBy.ToString()),
        ("stated", Query.Instant(source.StatedAt)),
        ("last run", Line(source)),
        ("because", source.LastRun?.Because),
        ("began", source.LastRun is { } run ? Query.Instant(run.StartedAt) : null),
        ("ended", source.LastRun is { } ended ? Query.Instant(ended.EndedAt) : null),
        .. (source.LastRun?.Refusals ?? []).Select(refused => ("refused", (string?)$"{refused.Reason}  {refused.Detail}")),
        ("refused", source.LastRun?.MoreRefusals is { } more ? $"{Query.Number(more)} more" : null),
        .. (source.LastRun?.Notes ?? []).Select(note => ("note", (string?)note)),
        .. (source.LastRun?.Unlisted ?? []).Select(gone => ("no longer listed", (string?)$"{gone.Url}  found {Query.Instant(gone.FoundAt)}")),
        ("no longer listed", source.LastRun?.MoreUnlisted is { } others ? $"{Query.Number(others)} more" : null),
        ("next run", Next(source)),
    ];

    /// <summary>How the last run ended, on one line.</summary>
    public static string Line(SourceDocument source) => source.LastRun is { } run
        ? string.Create(CultureInfo.InvariantCulture, $"{run.Outcome}: {run.New} new, {run.Changed} changed, {run.Unchanged} unchanged, {run.Refused} refused")
            + (run.LeftAlone is { } left ? $", {Query.Number(left)} left alone" : "")
            + (run.Unlisted is { Count: var gone } ? $", {Query.Number(gone + (run.MoreUnlisted ?? 0))} no longer listed" : "")
            + (run.NotDone > 0 ? $", {Query.Number(run.NotDone)} not done" : "")
        : "none yet";

    /// <summary>When it is run next.</summary>
    public static string Next(SourceDocument source) =>
        source.RunningSince is { } since ? $"running since {Query.Instant(since)}"
        : source.NextRunAt is { } next ? Query.Instant(next)
        : "soon";
}
