using CyberExchange.Contracts.Advisories;
using CyberExchange.Contracts.Explain;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Contracts.SupplySignals;

namespace CyberExchange.Cli.Items;

/// <summary>Explanations for people.</summary>
public static class ExplanationText
{
    /// <summary>Labelled lines; the verdict comes first.</summary>
    public static IEnumerable<(string Label, string? Value)> Fields(ExplanationDocument explanation) =>
    [
        (explanation.Partner.Handle, $"{(explanation.Visible ? "SEES IT" : "DOES NOT SEE IT")} ({explanation.Reason})"),
        ("why", explanation.Rule),
        ("member", explanation.Partner.Member?.ToString("D")),
        ("at", Query.Instant(explanation.At)),
        ("since", explanation.Since is { } since ? Query.Instant(since) : null),
        .. (explanation.Ways ?? []).Select(way => ("way", (string?)$"{way.Reason}: {way.Audience}, since {Query.Instant(way.Since)}, policy {way.PolicyVersion}")),
        ("embargo", explanation.Embargo is { } embargo ? $"until {embargo.LocalTime} {embargo.Zone} = {Query.Instant(embargo.LiftsAt)}" : null),
        .. (explanation.Unmatched ?? []).Select(u => ($"no match", (string?)$"{u.Kind}: asked {List(u.Asked, "any of the community")}; your directory shows {List(u.Shown, "none")}")),
        ("lost", explanation.Lost is { } lost ? $"{Query.Instant(lost.At)} ({lost.Because})" : null),
    ];

    /// <summary>What a partner reads of an item, in short; --json has all of it.</summary>
    public static IEnumerable<(string Label, string? Value)> Read(IncidentDocument? incident, AdvisoryDocument? advisory, SignalDocument? signal) =>
    [
        ("reads title", incident?.Report.Title ?? advisory?.Title ?? signal?.Signal.Title),
        ("reads revision", (incident?.Revision ?? advisory?.Revision ?? signal?.Revision) is { } revision ? Query.Number(revision) : null),
        ("reads label", (incident?.Received ?? advisory?.Received ?? signal?.Received) is { } received ? $"{received.Label} {received.Pap}" : null),
        ("reads from", (incident?.Originator ?? advisory?.Originator ?? signal?.Originator) is { } from ? OriginatorText.Whole(from) : null),
        ("reads summary", incident?.Report.Summary ?? advisory?.Summary ?? signal?.Signal.Summary),
        ("reads withdrawn", incident?.WithdrawnBecause ?? advisory?.WithdrawnBecause ?? signal?.WithdrawnBecause),
    ];

    private static string List(IReadOnlyList<string>? values, string none) => values is { Count: > 0 } ? string.Join(", ", values) : none;
}
