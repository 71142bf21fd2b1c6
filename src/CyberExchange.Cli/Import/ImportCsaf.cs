using System.CommandLine;
using CyberExchange.Cli.Advisories;
using CyberExchange.Cli.Items;
using CyberExchange.Cli.Losses;
using CyberExchange.Contracts.Partners;
using CyberExchange.Contracts.Sharing;
using CyberExchange.Interop.Losses;

namespace CyberExchange.Cli.Import;

/// <summary>Imports CSAF documents from files and folders.</summary>
public sealed class ImportCsaf : CyxCommand
{
    private readonly Argument<string[]> _paths = new("PATH") { Description = "Files, and folders that are searched through.", Arity = ArgumentArity.OneOrMore };

    private readonly Option<string> _provenance = new("--provenance")
    {
        Description = "How you come to hold them. Those of third parties are kept although they fail mandatory tests, and are named.",
        HelpName = "WORD",
        DefaultValueFactory = _ => "third-party",
    };

    private readonly SharingOptions _sharing = new();
    private readonly LossOutput _losses = new();

    public ImportCsaf(CyxContext context)
        : base(context, "csaf", "Import CSAF documents; a second run imports nothing twice and goes on where the first one ended.",
        [
            "cyx --as cert-eu import csaf advisories/",
            "cyx --as cert-eu import csaf a.json b.json --label TLP:GREEN",
            "cyx --as maker-jp import csaf own/ --provenance publisher --json",
        ])
    {
        Add(_paths);
        _provenance.AcceptOnlyFromAmong([.. AdvisoryUpload.Provenances]);
        Add(_provenance);
        foreach (var option in _sharing.All.Append(_losses.Option))
        {
            Add(option);
        }
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var sharingOf = await _sharing.ReadAsync(session, ct);
        var found = await CsafFiles.FindAsync(session.Value(_paths).Select(session.Surroundings.FullPath), ct);
        var me = await session.Exchange.GetAsync<MeDocument>("/v1/me", ct);

        var importer = new CsafImporter(session.Exchange, me.Partner.Id, session.Value(_provenance)!, sharingOf);
        var (sent, cut) = await ImportProgress.RunAsync(session.Surroundings, found.Files.Count, step => importer.RunAsync(found, _ => step(), ct));

        IReadOnlyList<ImportLine> lines =
        [
            .. sent.OrderBy(l => l.Path, StringComparer.Ordinal),
            .. found.Unreadable.Select(u => new ImportLine(u.Path, ImportResult.Refused) { Reason = u.Reason }),
        ];
        var tally = lines.Aggregate(ImportTally.None with { Skipped = found.Skipped }, (sum, line) => sum.With(line.Result));
        tally = tally with { Defective = lines.Any(line => line.Defects > 0) ? lines.Count(line => line.Defects > 0) : null };
        var losses = Losses(found, sharingOf);
        Print(session.Output, lines, tally, losses, cut);
        await _losses.WriteFileAsync(session, losses, ct);
        return cut?.Code ?? tally.Code;
    }

    private static LossDocument Losses(CsafFiles found, Func<string?, SharingDocument?> sharingOf)
    {
        var losses = new LossTable();
        foreach (var file in found.Files)
        {
            losses.Add(CsafLosses.Of(file.Header, sharingOf(file.Header.Label)));
        }

        return LossDocument.OfImport("csaf", losses);
    }

    private static void Print(CyxOutput output, IReadOnlyList<ImportLine> lines, ImportTally tally, LossDocument losses, CyxFailure? cut)
    {
        if (output.Json)
        {
            foreach (var line in lines)
            {
                output.JsonLine(line);
            }

            output.JsonLine(new ImportTallyLine(tally));
            output.JsonLine(new LossLine(losses));
        }
        else
        {
            foreach (var line in lines.Where(l => l.Result is ImportResult.Refused or ImportResult.Older))
            {
                output.Line($"{(line.Result is ImportResult.Refused ? "refused" : "older")}  {line.Path}  {line.Reason}");
            }

            foreach (var line in lines.Where(l => l.Defects > 0))
            {
                output.Line($"defects  {line.Path}  fails {line.Defects} mandatory test(s), and is kept: cyx advisory validation {line.Id}");
            }

            output.Line(tally.OfDocuments);
            LossOutput.Show(output, losses);
        }

        if (cut is not null)
        {
            output.Note(cut.Message);
            output.Note("the same command goes on with the rest");
        }
    }
}
