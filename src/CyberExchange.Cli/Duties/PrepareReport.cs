using System.CommandLine;

namespace CyberExchange.Cli.Duties;

/// <summary>Writes one duty's report of an incident as the exchange prepares it.</summary>
public sealed class PrepareReport : CyxCommand
{
    private readonly Argument<Guid> _incident = DutyPaths.Incident();
    private readonly Argument<string> _obligation = new("OBLIGATION") { Description = "Id of the duty, such as dora-initial." };
    private readonly Option<bool> _html = new("--html") { Description = "One page for paper, in place of JSON." };
    private readonly Option<string?> _form = new("--form") { Description = "The Japanese common form, where it is not the one of the incident's class.", HelpName = "FORM" };

    public PrepareReport(CyxContext context)
        : base(context, "report", "Write one duty's report of an incident of yours, prepared to be filed by hand. Nothing is filed with anybody.",
        [
            "cyx --as grid-jp duty report 019a0000-0000-7000-8000-000000000001 gdpr-authority",
            "cyx --as grid-jp duty report 019a0000-0000-7000-8000-000000000001 jp-fsa-immediate --html > report.html",
        ])
    {
        Add(_incident);
        Add(_obligation);
        Add(_html);
        Add(_form);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var path = Query.Add($"{DutyPaths.Of(session.Value(_incident))}/reports/{Uri.EscapeDataString(session.Value(_obligation))}", ("form", session.Value(_form)));
        var bytes = await session.Exchange.GetBytesAsync(path, session.Value(_html) ? "text/html" : "application/json", ct);
        await session.Surroundings.OutputBytes.WriteAsync(bytes, ct);
        return ExitCode.Done;
    }
}
