using System.CommandLine;
using CyberExchange.Contracts.Duties;

namespace CyberExchange.Cli.Duties;

/// <summary>Lists duties, the next to be done first.</summary>
public sealed class ListDuties : CyxCommand
{
    private static readonly string[] Headings = ["STATE", "VERDICT", .. DutyText.ClockHeadings, "OBLIGATION", "INCIDENT", "TITLE"];

    private readonly Option<string?> _state = new("--state") { Description = "next, target_passed, overdue, met, revision_required, promptly or cannot_compute.", HelpName = "STATE" };
    private readonly Option<DateTimeOffset?> _before = new("--before") { Description = "To be done before this instant.", HelpName = "INSTANT" };
    private readonly Option<bool> _addressed = new("--addressed-to-me") { Description = "Duties that others addressed to your organisation." };

    public ListDuties(CyxContext context)
        : base(context, "list", "List the duties of your incidents, the next to be done first.",
            ["cyx --as grid-jp duty list --state overdue", "cyx --as grid-jp duty list --state revision_required", "cyx --as authority-eu duty list --addressed-to-me"])
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

        session.Output.Many(duties, Headings, duty => [duty.State ?? "", duty.Verdict, .. DutyText.Clock(duty), duty.Obligation, duty.Incident.ToString(), duty.Title]);
        if (session.Value(_addressed) && !session.Output.Json)
        {
            // One report may meet two duties.
            var submissions = duties.SelectMany(duty => duty.Submissions.Select(submission => (duty.Incident, duty.Owner, Submission: submission))).DistinctBy(one => one.Submission.Id);
            session.Output.Many(
                [.. submissions],
                ["INCIDENT", .. DutyText.SubmissionHeadings, "OWNER"],
                one => [one.Incident.ToString(), .. DutyText.Cells(one.Submission), one.Owner]);
        }

        return ExitCode.Done;
    }
}
