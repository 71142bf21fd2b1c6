using System.CommandLine;
using CyberExchange.Contracts.Duties;

namespace CyberExchange.Cli.Duties;

/// <summary>Lists duties, the next to be done first.</summary>
public sealed class ListDuties : CyxCommand
{
    private static readonly string[] Headings = ["STATE", "DUE", "LATEST", "OBLIGATION", "INCIDENT", "TITLE", "MISSING"];

    private readonly Option<string?> _state = new("--state") { Description = "next, overdue, met, promptly or cannot_compute.", HelpName = "STATE" };
    private readonly Option<DateTimeOffset?> _before = new("--before") { Description = "To be done before this instant.", HelpName = "INSTANT" };
    private readonly Option<bool> _addressed = new("--addressed-to-me") { Description = "Duties that others addressed to your organisation." };

    public ListDuties(CyxContext context)
        : base(context, "list", "List the duties of your incidents, the next to be done first.",
            ["cyx --as grid-jp duty list --state overdue", "cyx --as authority-eu duty list --addressed-to-me"])
    {
        Add(_state);
        Add(_before);
        Add(_addressed);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var path = Query.Add(
            DutyPaths.List,
            ("state", session.Value(_state)),
            ("before", session.Value(_before) is { } before ? Query.Instant(before) : null),
            ("addressed", session.Value(_addressed) ? "to-me" : null));
        List<DutyDocument> duties = [];
        await foreach (var duty in session.Exchange.ListAsync<DutyDocument>(path, long.MaxValue, ct))
        {
            duties.Add(duty);
        }

        session.Output.Many(duties, Headings, Cells);
        return ExitCode.Done;
    }

    private static IReadOnlyList<string> Cells(DutyDocument duty) =>
    [
        duty.State ?? "", DutyText.Due(duty), duty.DueIfRolled ?? "", duty.Obligation, duty.Incident.ToString(), duty.Title, string.Join(", ", duty.Missing),
    ];
}

/// <summary>Duties as text.</summary>
internal static class DutyText
{
    /// <summary>The target of the law, or else that of the organisation, marked as policy.</summary>
    public static string Due(DutyDocument duty) => duty.Due ?? (duty.PolicyDue is { } policy ? $"{Query.Instant(policy)} (policy)" : "");
}
