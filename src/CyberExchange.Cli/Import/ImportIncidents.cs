using System.CommandLine;
using CyberExchange.Cli.Items;
using CyberExchange.Cli.Losses;
using CyberExchange.Contracts.Partners;
using CyberExchange.Contracts.Sharing;
using CyberExchange.Interop.Losses;

namespace CyberExchange.Cli.Import;

/// <summary>Imports incidents of one format; the formats differ in how they are read.</summary>
public abstract class ImportIncidents : CyxCommand
{
    /// <summary>Incidents of others with names in them stay with the importer until it says otherwise.</summary>
    private const string LabelDefault = "TLP:AMBER+STRICT";

    /// <summary>How many records that did not come in are named; the rest is counted, and <c>--json</c> names each that was tried.</summary>
    private const int NamedMax = 200;

    private readonly SharingOptions _sharing = new($"{LabelDefault}, for you alone unless --to names others");
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Translate and check everything, and send nothing." };
    private readonly Option<bool> _strict = new("--strict") { Description = "Send nothing unless every record passes the check." };
    private readonly LossOutput _losses = new();

    private readonly Option<string?> _source = new("--source")
    {
        Description = "Where the ids come from, if not always from one place: the same id of another source is another incident.",
        HelpName = "NAME",
    };

    protected ImportIncidents(CyxContext context, string name, string description, IReadOnlyList<string> examples)
        : base(context, name, description, examples)
    {
        foreach (var option in _sharing.All.Concat([_dryRun, _strict, _source, _losses.Option]))
        {
            Add(option);
        }
    }

    /// <summary>What to import.</summary>
    /// <exception cref="CyxFailure">The command line cannot be used.</exception>
    protected abstract IIncidentSource Source(CyxSession session);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var source = Source(session);
        var importer = new IncidentImporter(source, session.Value(_source) ?? source.Format, await SharingAsync(session, ct));
        var now = session.Surroundings.Clock.GetUtcNow();

        var check = new Tally(session.Output, isLast: session.Value(_dryRun));
        var losses = await importer.CheckAsync(now, check.Add, ct);
        var records = check.Sum.Valid + check.Sum.Refused;
        if (session.Value(_dryRun) || (session.Value(_strict) && check.Sum.Refused > 0))
        {
            check.NameAll();
            return await EndAsync(session, source, check.Sum, losses, cut: null, ct);
        }

        var me = await session.Exchange.GetAsync<MeDocument>("/v1/me", ct);
        var sent = new Tally(session.Output, isLast: true);
        var cut = await ImportProgress.RunAsync(session.Surroundings, records, step => importer.SendAsync(
            session.Exchange,
            me.Partner.Id,
            now,
            line =>
            {
                sent.Add(line);
                step();
            },
            ct));
        foreach (var receipt in cut is null ? importer.LastReceipts : [])
        {
            await Receipts.AwaitShownAsync(session, ItemKind.Incident, receipt, ct);
        }

        sent.NameAll();
        return await EndAsync(session, source, sent.Sum, losses, cut, ct);
    }

    private async Task<ExitCode> EndAsync(
        CyxSession session, IIncidentSource source, ImportTally tally, LossTable losses, CyxFailure? cut, CancellationToken ct)
    {
        var report = LossDocument.OfImport(source.Format, losses);
        if (session.Output.Json)
        {
            session.Output.JsonLine(new ImportTallyLine(tally));
            session.Output.JsonLine(new LossLine(report));
        }
        else
        {
            session.Output.Line(tally.OfIncidents);
            LossOutput.Show(session.Output, report);
        }

        if (cut is not null)
        {
            session.Output.Note(cut.Message);
            session.Output.Note("the same command goes on with the rest");
        }

        await _losses.WriteFileAsync(session, report, ct);
        return cut?.Code ?? tally.Code;
    }

    private async Task<SharingDocument> SharingAsync(CyxSession session, CancellationToken ct) =>
        (await _sharing.ReadAsync(session, ct))(LabelDefault)!; // A label is always given.

    /// <summary>Counts lines and names those that did not come in, with few of them in memory.</summary>
    private sealed class Tally(CyxOutput output, bool isLast)
    {
        private readonly List<ImportLine> _named = [];

        public ImportTally Sum { get; private set; } = ImportTally.None;

        public void Add(ImportLine line)
        {
            Sum = Sum.With(line.Result);
            if (output.Json && isLast)
            {
                output.JsonLine(line);
            }
            else if (_named.Count < NamedMax && line.Result is ImportResult.Refused or ImportResult.Differs)
            {
                _named.Add(line);
            }
        }

        public void NameAll()
        {
            foreach (var line in _named.OrderBy(l => l.Order))
            {
                Name(line);
            }

            if (!output.Json && Sum.Refused + Sum.Differs > _named.Count)
            {
                output.Line($"and {Sum.Refused + Sum.Differs - _named.Count} more: --json names each");
            }
        }

        private void Name(ImportLine line)
        {
            if (output.Json)
            {
                output.JsonLine(line);
                return;
            }

            output.Line($"{(line.Result is ImportResult.Refused ? "refused" : "differs")}  {line.Path}  {line.Reason}");
        }
    }
}
