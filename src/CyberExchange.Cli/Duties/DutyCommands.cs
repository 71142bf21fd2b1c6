namespace CyberExchange.Cli.Duties;

/// <summary><c>cyx duty</c>: the rulebook that came with the program and its clocks, without an exchange; and the files that the exchange keeps.</summary>
public static class DutyCommands
{
    public static CommandGroup Group(CyxContext context) => new(
        "duty",
        "Duties to report, and when they are due: offline by the rulebook in this program, or in files on the exchange. Research data, not legal advice.",
        ["cyx duty compute incidents.json --json", "cyx duty applies case.json", "cyx duty rule nis2-final", "cyx duty draft incident.json dora-initial --html > report.html", "cyx --as grid-jp duty list --state overdue"],
        [
            new ComputeDuties(context), new ApplyDuties(context), new ListDutyRules(context), new ShowDutyRule(context), new DiffRulebooks(context),
            new ListContents(context), new DraftReport(context),
            .. DutyPaths.Commands(context), RulebookCommands.Group(context),
        ]);
}
