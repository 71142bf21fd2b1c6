using System.CommandLine;
using System.Globalization;
using CyberExchange.Cli.Items;
using CyberExchange.Cli.KnownExploited;
using CyberExchange.Contracts.Advisories;

namespace CyberExchange.Cli.Advisories;

/// <summary>Shows what one advisory says, in short.</summary>
public sealed class ShowAdvisory : CyxCommand
{
    private readonly Argument<Guid> _id = new("ID") { Description = "Id of the advisory." };

    public ShowAdvisory(CyxContext context)
        : base(context, "show", "Show one advisory; cyx advisory document has the whole of it, and cyx advisory validation what is wrong with it.",
            ["cyx --as grid-jp advisory show 019a0000-0000-7000-8000-000000000001"]) => Add(_id);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var advisory = await session.Exchange.GetAsync<AdvisoryDocument>(ItemKind.Advisory.One(session.Value(_id)), ct);
        if (session.Output.Json)
        {
            session.Output.JsonLine(advisory);
            return ExitCode.Done;
        }

        var related = await session.Exchange.GetAsync<RelatedAdvisoriesDocument>($"{ItemKind.Advisory.One(session.Value(_id))}/related", ct);
        session.Output.One(advisory, a => Fields(a, related));
        return ExitCode.Done;
    }

    private static IEnumerable<(string, string?)> Fields(AdvisoryDocument advisory, RelatedAdvisoriesDocument? related) =>
    [
        ("id", advisory.Id.ToString()),
        ("title", advisory.Title),
        ("label", ReceivedText.Of(advisory.Received)),
        ("from", $"{OriginatorText.Whole(advisory.Originator)}, as {advisory.Provenance}"),
        (advisory.Ended ?? "withdrawn", advisory.WithdrawnBecause),
        .. Related("superseded by", related?.SupersededBy),
        ("publisher", $"{advisory.PublisherName} <{advisory.PublisherNamespace}>"),
        ("tracking", $"{advisory.TrackingId}, version {advisory.TrackingVersion}, {advisory.TrackingStatus}"),
        ("category", advisory.Category),
        ("language", advisory.SourceLanguage is { } source ? $"{advisory.Language ?? "not said"}, translated from {source}" : advisory.Language),
        .. Related("translation of", related?.Originals),
        .. Related("translation", related?.Translations),
        ("related", related?.More is true ? "more than are listed here" : null),
        ("published", Query.Instant(advisory.PublishedAt)),
        ("revised", advisory.Revision > 1 ? Query.Instant(advisory.RevisedAt) : null),
        ("vendors", string.Join(", ", advisory.Vendors)),
        ("products", string.Join(", ", advisory.Products)),
        ("vulnerabilities", string.Join(", ", advisory.Vulnerabilities)),
        ("highest CVSS", advisory.CvssMax?.ToString("0.0", CultureInfo.InvariantCulture)),
        .. (advisory.KnownExploited ?? []).Select(known => ("known exploited", (string?)$"{known.Cve} {KnownExploitedText.Of(known)}")),
        ("summary", advisory.Summary),
        ("SHA-512", advisory.Sha512),
        ("bytes", Query.Number(advisory.LengthBytes)),
        .. OwnSharingText.Fields(advisory.Sharing),
    ];

    private static IEnumerable<(string, string?)> Related(string name, IReadOnlyList<RelatedAdvisoryDocument>? others) =>
        (others ?? []).Select(other => (name, (string?)RelatedText.Of(other)));
}
