using CyberExchange.Domain.Advisories;
using CyberExchange.Interop.Csaf.Validation;

namespace CyberExchange.Interop.Csaf.Changes;

/// <summary>What is odd about a document as a later revision of another.</summary>
internal static class RevisionHints
{
    private enum Step
    {
        Patch,
        Minor,
        Major,
    }

    /// <summary>The status in which a product has to be looked for: CSAF 2.0, 3.1.11.2, rule 8.</summary>
    private static readonly string[] Affected = ["first_affected", "known_affected", "last_affected"];

    private static readonly string[] Settled = ["first_fixed", "fixed", "known_not_affected"];

    public static IEnumerable<CsafHint> Of(CsafSubject old, CsafSubject now, ChangeList changes)
    {
        var (was, @is) = (old.Document["publisher"u8]["namespace"u8], now.Document["publisher"u8]["namespace"u8]);
        if (!was.EqualsJson(@is) || !old.Tracking["id"u8].EqualsJson(now.Tracking["id"u8]))
        {
            yield return new("other-document", "The two are not revisions of one document: publisher namespace or tracking id differ.");
            yield break;
        }

        if (CsafVersionNumber.Of(old.Tracking["version"u8]) is not { } before || CsafVersionNumber.Of(now.Tracking["version"u8]) is not { } after)
        {
            yield break;
        }

        var told = changes.InOrder.ToList();
        if (told.Count > 0 && CsafTrackings.Of(old.Tracking) is { } present && CsafTrackings.Of(now.Tracking) is { } next
            && (TrackingStep.CheckVersion(after.Text, before.Text) ?? new TrackingStep(present, next).CheckHistory()) is { } refusal)
        {
            yield return new("not-a-revision", refusal.Detail);
            yield break;
        }

        // Before the first release everything may change at any time (rule 4).
        if (before.IsInteger || after.IsInteger || before.IsBeforeFirst || before.HasPreRelease || after.HasPreRelease || told.Count == 0)
        {
            yield break;
        }

        if (told.Select(NeededFor).Max() is var needed && needed > Taken(before, after))
        {
            var reason = told.First(change => NeededFor(change) == needed).Sentence;
            yield return new("version-step", $"From {before.Text} to {after.Text} is too small a step: CSAF asks for a new {(needed is Step.Major ? "MAJOR" : "MINOR")} version (3.1.11.2). {reason}");
        }
    }

    private static Step Taken(CsafVersionNumber before, CsafVersionNumber after)
    {
        var (was, @is) = (before.WithoutPreRelease.Split('.'), after.WithoutPreRelease.Split('.'));
        return was[0] != @is[0] ? Step.Major : was[1] != @is[1] ? Step.Minor : Step.Patch;
    }

    // CSAF 2.0, 3.1.11.2, rules 6 to 8: major where products have to be compared with one's own again, minor where something was
    // said or taken back, patch for how it is said.
    private static Step NeededFor(CsafChange change) => change switch
    {
        { Group: CsafChangeGroup.Tracking } => Step.Patch,
        { Group: CsafChangeGroup.Products, Code: not "product-ids-changed" } => Step.Major,
        { Code: "vulnerability-added" or "vulnerability-removed" } => Step.Major,
        { Code: "product-status-added" or "product-status-removed" or "product-status-changed" } when AsksForComparison(change) => Step.Major,
        { Code: "score-changed" or "vector-changed" or "product-status-changed" } => Step.Minor,
        { Code: var code } when code.EndsWith("-added", StringComparison.Ordinal) || code.EndsWith("-removed", StringComparison.Ordinal) => Step.Minor,
        _ => Step.Patch,
    };

    private static bool AsksForComparison(CsafChange status)
    {
        var (before, after) = (Words(status.Before), Words(status.After));
        return Affected.Any(word => before.Contains(word) != after.Contains(word)) || Settled.Any(word => before.Contains(word) && !after.Contains(word));

        static string[] Words(string? text) => text?.Split(", ") ?? [];
    }
}
