using System.Globalization;
using CyberExchange.Contracts.Advisories;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Contracts.SupplySignals;
using CyberExchange.Interop.Csv;
using CyberExchange.Interop.Losses;

namespace CyberExchange.Cli.Export;

/// <summary>An item as one row. Every row carries its markings, whatever columns a reader keeps.</summary>
public static class ExportCsv
{
    private const string Personal = "personal data is not written to files that cannot be erased";

    /// <summary>The columns in their order, each with what an incident and an advisory write there; null writes nothing.</summary>
    private static readonly (string Name, Func<IncidentDocument, string?> Incident, Func<AdvisoryDocument, string?> Advisory)[] Columns =
    [
        (CsvFields.Kind, _ => "incident", _ => "advisory"),
        (CsvFields.Id, i => i.Id.ToString("D"), a => a.Id.ToString("D")),
        (CsvFields.Label, i => i.Received.Label, a => a.Received.Label),
        (CsvFields.Pap, i => i.Received.Pap, a => a.Received.Pap),
        ("reason", i => i.Received.Reason, a => a.Received.Reason),
        ("originator", i => i.Originator.Handle, a => a.Originator.Handle),
        ("jurisdiction", i => i.Originator.Jurisdiction, a => a.Originator.Jurisdiction),
        ("revision", i => Query.Number(i.Revision), a => Query.Number(a.Revision)),
        ("recordedAt", i => Query.Instant(i.ReportedAt), a => Query.Instant(a.PublishedAt)),
        ("changedAt", i => Query.Instant(i.AmendedAt), a => Query.Instant(a.RevisedAt)),
        (CsvFields.WithdrawnBecause, i => i.WithdrawnBecause, a => a.WithdrawnBecause),
        (CsvFields.Title, i => i.Report.Title, a => a.Title),
        (CsvFields.Summary, i => i.Report.Summary, a => a.Summary),
        (CsvFields.Reference, i => i.Report.Reference, _ => null),
        (CsvFields.Classification, i => i.Report.Classification, _ => null),
        (CsvFields.Severity, i => i.Report.Severity, _ => null),
        (CsvFields.Sectors, i => Values(i.Report.Sectors), _ => null),
        (CsvFields.BeganAt, i => Instant(i.Report.BeganAt), _ => null),
        (CsvFields.DetectedAt, i => Query.Instant(i.Report.DetectedAt), _ => null),
        (CsvFields.EndedAt, i => Instant(i.Report.EndedAt), _ => null),
        (CsvFields.AffectedCount, i => i.Report.AffectedCount is { } count ? Query.Number(count) : null, _ => null),
        (CsvFields.Vulnerabilities, i => Values(i.Report.Vulnerabilities), a => Values(a.Vulnerabilities)),
        ("provenance", _ => null, a => a.Provenance),
        ("publisher", _ => null, a => a.PublisherName),
        ("publisherNamespace", _ => null, a => a.PublisherNamespace),
        ("trackingId", _ => null, a => a.TrackingId),
        ("trackingVersion", _ => null, a => a.TrackingVersion),
        ("trackingStatus", _ => null, a => a.TrackingStatus),
        ("category", _ => null, a => a.Category),
        ("language", _ => null, a => a.Language),
        ("vendors", _ => null, a => Values(a.Vendors)),
        ("products", _ => null, a => Values(a.Products)),
        ("cvssMax", _ => null, a => a.CvssMax?.ToString(CultureInfo.InvariantCulture)),
        ("sha512", _ => null, a => a.Sha512),
    ];

    /// <summary>What a supply signal writes, under the columns that it shares with others.</summary>
    private static readonly Dictionary<string, Func<SignalDocument, string?>> OfSignal = new(StringComparer.Ordinal)
    {
        [CsvFields.Kind] = _ => "signal",
        [CsvFields.Id] = s => s.Id.ToString("D"),
        [CsvFields.Label] = s => s.Received.Label,
        [CsvFields.Pap] = s => s.Received.Pap,
        ["reason"] = s => s.Received.Reason,
        ["originator"] = s => s.Originator.Handle,
        ["jurisdiction"] = s => s.Originator.Jurisdiction,
        ["revision"] = s => Query.Number(s.Revision),
        ["recordedAt"] = s => Query.Instant(s.PostedAt),
        ["changedAt"] = s => Query.Instant(s.StatedAt),
        [CsvFields.WithdrawnBecause] = s => s.WithdrawnBecause,
        [CsvFields.Title] = s => s.Signal.Title,
        [CsvFields.Summary] = s => s.Signal.Summary,
    };

    public static IReadOnlyList<string> Names { get; } = [.. Columns.Select(c => c.Name)];

    public static string Header { get; } = CsvText.Line(Names);

    /// <summary>The item's row.</summary>
    public static string Row(ExportedItem item) => CsvText.Line(Columns.Select(c => item switch
    {
        { Incident: { } incident } => c.Incident(incident),
        { Signal: { } signal } => OfSignal.GetValueOrDefault(c.Name)?.Invoke(signal),
        _ => c.Advisory(item.Advisory!), // One of the three is there.
    } ?? ""));

    /// <summary>What of the item the row does not carry.</summary>
    public static IEnumerable<Loss> Losses(ExportedItem item)
    {
        var own = item.Incident?.Sharing ?? item.Advisory?.Sharing ?? item.Signal?.Sharing;
        if (own is not null)
        {
            yield return new("sharing", LossFate.Dropped, own.Terms.Label, "the row has label and PAP; audience, embargo and legal bases are in JSON Lines");
        }

        if (item.Incident?.Report is { } report)
        {
            if (report.Contacts is { Count: > 0 })
            {
                yield return new("report.contacts", LossFate.Dropped, null, Personal);
            }

            if (report.PersonalNotes is not null)
            {
                yield return new("report.personalNotes", LossFate.Dropped, null, Personal);
            }
        }

        if (item.Signal is { } signal)
        {
            yield return new("signal", LossFate.Dropped, signal.Signal.Stage, "stage, product, horizon, confidence, references and outcome are in JSON Lines");
        }

        if (item.Advisory is { } advisory)
        {
            yield return new("lengthBytes", LossFate.Dropped, Query.Number(advisory.LengthBytes), "no column: the digest names the document");
            foreach (var (path, values) in new[] { ("vendors", advisory.Vendors), ("products", advisory.Products) })
            {
                if (values.FirstOrDefault(v => v.Contains(CsvText.ValueSeparator, StringComparison.Ordinal)) is { } cut)
                {
                    yield return new(path, LossFate.Approximated, cut, "a semicolon within a value became a comma");
                }
            }
        }
    }

    private static string? Instant(DateTimeOffset? at) => at is { } instant ? Query.Instant(instant) : null;

    private static string? Values(IReadOnlyList<string>? values) =>
        values is null ? null : string.Join(CsvText.ValueSeparator, values.Select(v => v.Replace(CsvText.ValueSeparator, ',')));
}
