using System.CommandLine;
using CyberExchange.Interop.Csv;

namespace CyberExchange.Cli.Import;

/// <summary>Imports incidents of a spreadsheet.</summary>
public sealed class ImportCsv : ImportIncidents
{
    private readonly Argument<string> _file = new("FILE")
    {
        Description = "CSV (RFC 4180) in UTF-8 with a header row. Fields: " + string.Join(", ", CsvFields.All) + "; those with several values separate them by ';'.",
    };

    private readonly Option<string[]> _map = new("--map")
    {
        Description = "A column that gives a field under a name of its own; may be repeated.",
        HelpName = "COLUMN=FIELD",
    };

    public ImportCsv(CyxContext context)
        : base(context, "csv", "Import incidents of a CSV file as your reports; a second run imports nothing twice.",
        [
            "cyx --as cert-eu import csv incidents.csv --dry-run",
            "cyx --as cert-eu import csv ours.csv --map \"Case no.=reference\" --map Found=detectedAt --source helpdesk --strict",
            "cyx --as cert-jp import csv from-cert-eu.csv --label TLP:AMBER --to grid-jp --loss loss.json",
        ])
    {
        Add(_file);
        Add(_map);
    }

    protected override IIncidentSource Source(CyxSession session)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in session.Value(_map) ?? [])
        {
            // A column's name may hold the sign; a field's never does.
            var at = entry.LastIndexOf('=');
            var field = CsvFields.All.FirstOrDefault(f => at > 0 && f.Equals(entry[(at + 1)..], StringComparison.OrdinalIgnoreCase))
                ?? throw CyxFailure.Usage($"'{entry}' is not COLUMN=FIELD; fields are {string.Join(", ", CsvFields.All)}");
            map[entry[..at]] = field;
        }

        return new CsvFile(session.Surroundings.FullPath(session.Value(_file)), map);
    }
}
