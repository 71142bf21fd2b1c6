using System.CommandLine;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Contracts.Sharing;

namespace CyberExchange.Cli.Incidents;

/// <summary>Prints a filled report to edit. It works without an exchange.</summary>
public sealed class WriteTemplate : CyxCommand
{
    private const string DefaultRecipient = "grid-jp";
    private static readonly TimeSpan DetectedAgo = TimeSpan.FromMinutes(40);
    private static readonly TimeSpan BeganAgo = TimeSpan.FromHours(3);

    private readonly Option<string[]> _to = new("--to")
    {
        Description = "Partners it is for; may be repeated.",
        HelpName = "HANDLE",
        DefaultValueFactory = _ => [DefaultRecipient],
    };

    public WriteTemplate(CyxContext context)
        : base(context, "template", "Print a filled, valid report to edit and send.",
            ["cyx --as cert-eu incident template > r.json", "cyx incident template --to grid-jp --to cert-jp | cyx --as cert-eu incident report -"]) => Add(_to);

    /// <summary>An example that the rules accept from a European partner, with a legal basis for Japan.</summary>
    public static ReportIncidentRequest Example(IReadOnlyList<string> to, DateTimeOffset now) => new()
    {
        Report = new IncidentReportDocument
        {
            Reference = "CASE-2026-0412",
            Title = "Login attempts against remote access of a substation",
            Summary = "Repeated logins with leaked passwords at a remote access gateway. Two accounts were used; both are locked. "
                + "The same addresses were seen at two other sites.",
            Classification = "rsit.intrusion-attempts.brute-force",
            Severity = "nis-cg-impact.yellow",
            Sectors = ["eu.energy.electricity"],
            BeganAt = WholeMinute(now - BeganAgo),
            DetectedAt = WholeMinute(now - DetectedAgo),
            AffectedCount = 2,
            Contacts = [new ContactDocument { Name = "Duty analyst", Email = "duty@example.org", Telephone = "+49 30 5550100" }],
            PersonalNotes = "One of the accounts belongs to a contractor; ask before you pass the name on.",
        },
        Sharing = new SharingDocument
        {
            Label = "TLP:AMBER",
            Pap = "PAP:GREEN",
            Audience = new AudienceDocument { Partners = to },
            LegalBases =
            [
                new LegalBasisDocument { Destination = "JP", Code = "agreement", Reference = "Sample agreement on operational cooperation EU-JP, 2026/1" },
            ],
            PermitsStatistics = true,
        },
    };

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var example = Example(session.Value(_to)!, session.Surroundings.Clock.GetUtcNow());
        await session.Surroundings.Output.WriteLineAsync(session.Output.Json ? CyxJson.WriteLine(example) : CyxJson.WriteEditable(example));
        return ExitCode.Done;
    }

    private static DateTimeOffset WholeMinute(DateTimeOffset instant) =>
        new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
}
