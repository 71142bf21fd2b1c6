using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Sources;

/// <summary>What a source may say.</summary>
public static class SourceRules
{
    /// <summary>A provider serves others as well.</summary>
    public const int IntervalMinutesMin = 15;

    /// <summary>30 days: whoever needs less asks for a run.</summary>
    public const int IntervalMinutesMax = 30 * 24 * 60;

    /// <summary>A day, where nothing is said.</summary>
    public const int IntervalMinutesDefault = 24 * 60;

    /// <summary>Characters of a domain or URL.</summary>
    public const int ProviderCharactersMax = 500;

    /// <summary>Sources of one partner at once.</summary>
    public const int PerPartnerMax = 50;

    /// <summary>Statements of one partner over all time; reading its sources costs what all of them cost. What stands can still be removed.</summary>
    public const int ChangesMax = 5_000;

    /// <summary>The first reason against a provider; null for none.</summary>
    public static Refusal? CheckProvider(string provider)
    {
        var isOne = provider.Length is > 0 and <= ProviderCharactersMax
            && !provider.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
            && Uri.TryCreate(Address(provider), UriKind.Absolute, out var url)
            && url is { Scheme: "https", UserInfo: "", Fragment: "", Host.Length: > 0 }
            && (IsUrl(provider) || url.PathAndQuery == "/");
        return isOne ? null : new(RefusalCode.Invalid, "/provider", $"Name a domain, or the https URL of a provider-metadata.json, of at most {ProviderCharactersMax} characters.");
    }

    /// <summary>The first address of a provider that <see cref="CheckProvider"/> takes.</summary>
    public static Uri UrlOf(string provider) => new(Address(provider));

    private static bool IsUrl(string provider) => provider.Contains("://", StringComparison.Ordinal);

    private static string Address(string provider) => IsUrl(provider) ? provider : $"https://{provider}/";

    /// <summary>The first reason against interval and terms; null for none. Terms without a label are judged with each document's own.</summary>
    internal static Refusal? CheckPlan(SourcePlan plan, PartnerProfile by, PartnerDirectory directory, DateTimeOffset now)
    {
        if (plan.IntervalMinutes is < IntervalMinutesMin or > IntervalMinutesMax)
        {
            return new(RefusalCode.Invalid, "/intervalMinutes", $"The interval has {IntervalMinutesMin} to {IntervalMinutesMax} minutes.");
        }

        return plan.Terms.For(own: null) is { } terms ? SharingRules.Accept(terms, by, directory, now).Refusal?.Under("/sharing") : null;
    }

    internal static Refusal? CheckChanges(FollowedSources? state) => state?.Changes >= ChangesMax
        ? new(RefusalCode.Invalid, "", $"A partner states sources at most {ChangesMax} times.")
        : null;

    public static Refusal NotFound => new(RefusalCode.NotFound, "", "There is no such source.");
}
