using System.CommandLine;
using CyberExchange.Domain.Taxonomies;
using CyberExchange.Interop.Veris;

namespace CyberExchange.Cli.Import;

/// <summary>Imports VERIS records.</summary>
public sealed class ImportVeris : ImportIncidents
{
    private readonly Argument<string[]> _paths = new("PATH")
    {
        Description = "Files (.json, .jsonl, .ndjson), and folders that are searched through for them.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _sector = new("--sector")
    {
        Description = "Sector of the records whose industry is not known or has none in the taxonomy; left out, those are refused.",
        HelpName = "SECTOR",
    };

    private readonly Option<string> _victim = new("--victim")
    {
        Description = "The victim's name: omit it, or put it into the personal notes, which are encrypted and erasable. A title never has it; a narrative may.",
        HelpName = "omit|notes",
        DefaultValueFactory = _ => "omit",
    };

    public ImportVeris(CyxContext context)
        : base(context, "veris", "Import VERIS incidents as your reports; a second run imports nothing twice and goes on where the first one ended.",
        [
            "cyx --as cert-eu import veris incidents.jsonl --dry-run",
            "cyx --as cert-eu import veris VCDB/data/json/validated/ --sector eu.digital-infrastructure --loss loss.json",
            "cyx --as cert-eu import veris one.json --label TLP:AMBER --to grid-eu --victim notes",
        ])
    {
        Add(_paths);
        Add(_sector);
        _victim.AcceptOnlyFromAmong("omit", "notes");
        Add(_victim);
    }

    protected override IIncidentSource Source(CyxSession session)
    {
        var sector = session.Value(_sector);
        if (sector is not null && !Sectors.IsKnown(sector))
        {
            throw CyxFailure.Usage($"'{sector}' is not a sector of the taxonomy, such as eu.energy.electricity");
        }

        var choices = new VerisChoices(sector, session.Value(_victim) == "notes");
        return new VerisFiles([.. session.Value(_paths).Select(session.Surroundings.FullPath)], choices);
    }
}
