using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.SupplySignals;

/// <summary>Whether a signal, or its outcome, can stand.</summary>
public static class SignalRules
{
    public const int TitleCharactersMax = 300;
    public const int SummaryCharactersMax = 20_000;
    public const int ProductCharactersMax = 200;
    public const int RegionsMax = 50;
    public const int ReferencesMax = 50;
    public const int ItemsMax = 50;
    public const int ReferenceCharactersMax = 2_000;
    public const int ExplanationCharactersMax = 4_000;

    /// <summary>What lies farther ahead is a plan and no warning.</summary>
    public const int HorizonDaysMax = 1_096;

    /// <summary>The first reason against a signal, with a pointer below it; null for none.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="today">The day in UTC.</param>
    /// <param name="before">What it said before; null where it is new.</param>
    public static Refusal? Check(SupplySignal signal, DateOnly today, SupplySignal? before = null) =>
        CheckTexts(signal) ?? CheckWords(signal) ?? CheckHorizon(signal, today, before) ?? CheckReferences(signal.References) ?? CheckItems(signal.Items);

    /// <summary>The first reason against an outcome, with a pointer below it; null for none.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="signal">What was foreseen.</param>
    /// <param name="today">The day in UTC.</param>
    public static Refusal? Check(SignalOutcome outcome, SupplySignal signal, DateOnly today)
    {
        if (!SupplyWords.Verdicts.Contains(outcome.Verdict, StringComparer.Ordinal))
        {
            return new(RefusalCode.UnknownTerm, "/verdict", $"A verdict is {string.Join(", ", SupplyWords.Verdicts)}.");
        }

        if (string.IsNullOrWhiteSpace(outcome.Explanation) || outcome.Explanation.Length > ExplanationCharactersMax)
        {
            return new(RefusalCode.Invalid, "/explanation", $"An explanation has 1 to {ExplanationCharactersMax} characters.");
        }

        return CheckReferences(outcome.References) ?? CheckDay(outcome, signal, today);
    }

    /// <summary>Why this partner may not change this signal now; null when it may.</summary>
    internal static Refusal? CheckChange(Signal? signal, PartnerId by)
    {
        if (signal is null)
        {
            return new(RefusalCode.NotFound, "", "There is no such signal.");
        }

        if (signal.Sharing.Originator != by)
        {
            return new(RefusalCode.NotOriginator, "", "Only the originator changes a signal.");
        }

        return signal.IsWithdrawn ? new(RefusalCode.Withdrawn, "", "The signal is withdrawn.") : null;
    }

    /// <summary>The day of an instant in UTC.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.UtcDateTime);

    private static Refusal? CheckTexts(SupplySignal signal)
    {
        if (string.IsNullOrWhiteSpace(signal.Title) || signal.Title.Length > TitleCharactersMax)
        {
            return new(RefusalCode.Invalid, "/title", $"A title has 1 to {TitleCharactersMax} characters.");
        }

        if (string.IsNullOrWhiteSpace(signal.Summary) || signal.Summary.Length > SummaryCharactersMax)
        {
            return new(RefusalCode.Invalid, "/summary", $"A summary has 1 to {SummaryCharactersMax} characters.");
        }

        return signal.Product is { } product && (string.IsNullOrWhiteSpace(product) || product.Length > ProductCharactersMax)
            ? new(RefusalCode.Invalid, "/product", $"A product has 1 to {ProductCharactersMax} characters; leave it out for none.")
            : null;
    }

    private static Refusal? CheckWords(SupplySignal signal) =>
        CheckScope(signal.Stage, signal.ProductClass)
        ?? CheckRegions(signal.Regions)
        ?? CheckObserved(signal.Observed)
        ?? CheckConfidence(signal.Confidence, "/confidence");

    /// <summary>The reason against a stage or a class of product; null for none.</summary>
    internal static Refusal? CheckScope(string stage, string productClass)
    {
        if (!SupplyWords.Stages.Contains(stage, StringComparer.Ordinal))
        {
            return new(RefusalCode.UnknownTerm, "/stage", $"A stage is {string.Join(", ", SupplyWords.Stages)}.");
        }

        return SupplyWords.ProductClasses.Contains(productClass, StringComparer.Ordinal)
            ? null
            : new(RefusalCode.UnknownTerm, "/productClass", $"A class of product is {string.Join(", ", SupplyWords.ProductClasses)}.");
    }

    /// <summary>The reason against a confidence; null for none.</summary>
    internal static Refusal? CheckConfidence(string word, string pointer) => SupplyConfidence.Parse(word) is null
        ? new(RefusalCode.UnknownTerm, pointer, $"A confidence is {string.Join(", ", SupplyConfidence.Words)}.")
        : null;

    private static Refusal? CheckRegions(IReadOnlyList<string> regions)
    {
        if (regions.Count > RegionsMax || regions.Distinct(StringComparer.Ordinal).Count() < regions.Count)
        {
            return new(RefusalCode.Invalid, "/regions", $"Name at most {RegionsMax} regions, each once; name none for everywhere.");
        }

        for (var i = 0; i < regions.Count; i++)
        {
            if (!SupplyWords.IsRegion(regions[i]))
            {
                return new(RefusalCode.UnknownTerm, $"/regions/{i}", $"'{regions[i]}' is not a country of ISO 3166-1 in two capital letters, and not EU.");
            }
        }

        return null;
    }

    private static Refusal? CheckObserved(IReadOnlyList<string> observed)
    {
        for (var i = 0; i < observed.Count; i++)
        {
            if (!SupplyWords.Observations.Contains(observed[i], StringComparer.Ordinal))
            {
                return new(RefusalCode.UnknownTerm, $"/observed/{i}", $"What is observed is {string.Join(", ", SupplyWords.Observations)}.");
            }
        }

        return observed.Count == 0 || observed.Distinct(StringComparer.Ordinal).Count() < observed.Count
            ? new(RefusalCode.Invalid, "/observed", "Name at least one thing that is observed, and each once.")
            : null;
    }

    private static Refusal? CheckHorizon(SupplySignal signal, DateOnly today, SupplySignal? before)
    {
        if (signal.HorizonTo < signal.HorizonFrom)
        {
            return new(RefusalCode.ImpossibleTime, "/horizon/to", "The horizon ends before it begins.");
        }

        if (signal.HorizonTo < today)
        {
            return new(RefusalCode.ImpossibleTime, "/horizon/to", "The horizon is over: a signal says what may come.");
        }

        // What came true before it was said is no foresight.
        if (signal.HorizonFrom < today && signal.HorizonFrom != before?.HorizonFrom)
        {
            return new(RefusalCode.ImpossibleTime, "/horizon/from", "The horizon has begun: a signal says what may come from today on, in UTC.");
        }

        return signal.HorizonTo.DayNumber - today.DayNumber > HorizonDaysMax
            ? new(RefusalCode.ImpossibleTime, "/horizon/to", $"The horizon ends within {HorizonDaysMax} days.")
            : null;
    }

    private static Refusal? CheckReferences(IReadOnlyList<SignalReference> references)
    {
        if (references.Count > ReferencesMax)
        {
            return new(RefusalCode.Invalid, "/references", $"Name at most {ReferencesMax} references.");
        }

        for (var i = 0; i < references.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(references[i].Text) || references[i].Text.Length > ReferenceCharactersMax)
            {
                return new(RefusalCode.Invalid, $"/references/{i}/text", $"A reference has 1 to {ReferenceCharactersMax} characters.");
            }

            if (references[i].Url is { } url
                && (url.Length > ReferenceCharactersMax || !Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http")))
            {
                return new(RefusalCode.Invalid, $"/references/{i}/url", $"An address is an absolute one of https or http, of at most {ReferenceCharactersMax} characters.");
            }
        }

        return null;
    }

    private static Refusal? CheckItems(IReadOnlyList<Guid> items) => items.Count > ItemsMax || items.Distinct().Count() < items.Count
        ? new(RefusalCode.Invalid, "/items", $"Name at most {ItemsMax} items, each once.")
        : null;

    private static Refusal? CheckDay(SignalOutcome outcome, SupplySignal signal, DateOnly today)
    {
        if (outcome.Verdict is SupplyWords.DidNot or SupplyWords.CannotTell)
        {
            if (outcome.CameTrueOn is not null)
            {
                return new(RefusalCode.Invalid, "/cameTrueOn", "What did not come true, or of which nobody can tell, has no day.");
            }

            return today <= signal.HorizonTo
                ? new(RefusalCode.ImpossibleTime, "/verdict", $"It may come true until {signal.HorizonTo:yyyy-MM-dd}: say so after that day.")
                : null;
        }

        return outcome.CameTrueOn is { } day && day >= signal.HorizonFrom && day <= signal.HorizonTo && day <= today
            ? null
            : new(RefusalCode.ImpossibleTime, "/cameTrueOn", $"It came true on a day from {signal.HorizonFrom:yyyy-MM-dd} to {signal.HorizonTo:yyyy-MM-dd} that is not ahead.");
    }
}
