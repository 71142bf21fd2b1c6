using CyberExchange.Contracts.Explain;

namespace CyberExchange.Cli.Items;

/// <summary>Previews for people.</summary>
public static class PreviewText
{
    // More names than a person reads at a glance are in --json.
    private const int NamesMax = 12;

    /// <summary>Labelled lines; the verdict comes first, then what would change, then what the partner would read.</summary>
    public static IEnumerable<(string Label, string? Value)> Fields(PreviewDocument preview) =>
    [
        .. preview.Explanation is { } explanation ? ExplanationText.Fields(explanation) : [],
        ("first", preview.NeedsSecondMember == true ? "a second member has to approve; until then nothing changes" : null),
        ("would gain it", Names(preview.Effect.Gain)),
        ("would keep it", Names(preview.Effect.Keep)),
        ("would lose it", Names(preview.Effect.Lose)),
        ("withheld", preview.Withheld == 0 ? null : $"from {preview.Withheld} partner(s) for want of a legal basis"),
        ("embargo until", preview.Sharing.Embargo is { } e ? $"{e.LocalTime} {e.Zone}{(e.LiftsAt is { } at ? $" = {Query.Instant(at)}" : "")}" : null),
        .. ExplanationText.Read(preview.Incident, preview.Advisory, preview.Signal),
        ("note", "nothing was written; partners that your directory does not show are neither named nor counted"),
    ];

    private static string? Names(AffectedPartners affected)
    {
        if (affected.Count == 0)
        {
            return null;
        }

        var names = affected.Partners.Take(NamesMax).Select(Name).ToList();
        var more = affected.Count - names.Count;
        return $"{affected.Count}: {string.Join(", ", names)}{(more > 0 ? $" and {more} more" : "")}";
    }

    private static string Name(AffectedPartner partner) => partner switch
    {
        { Everyone: true } => "everyone",
        { ForwardedBy: { } cert } => $"clients of {cert}",
        { Member: { } member } => $"{partner.Handle} (person {member:D})",
        _ => partner.Handle ?? $"{partner.Partner:D}",
    };
}
