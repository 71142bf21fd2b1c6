using System.CommandLine;

namespace CyberExchange.Cli.Duties;

/// <summary>Where duties are kept on the exchange, and the commands that keep them there.</summary>
internal static class DutyPaths
{
    public const string Profile = "/v1/duty-profile";
    public const string List = "/v1/duties";
    public const string Reminders = "/v1/duties/reminders";

    /// <summary>The commands that speak to the exchange.</summary>
    public static IReadOnlyList<Command> Commands(CyxContext context) =>
    [
        new DutyProfile(context),
        new ListDuties(context),
        new ShowDutyFile(context),
        new RecordDutyFact(context),
        new DecideSignificance(context),
        new AddressDuty(context),
        new SubmitReport(context),
        new AttachReceipt(context),
        new ReadReceipt(context),
        new ReadDelivered(context),
        new ReviewReport(context),
        new CloseDutyFile(context),
        new ListDutyReminders(context),
        new WriteDutyEvidence(context),
        new ShowMatrix(context),
        new FillRow(context),
        new PrepareReport(context),
    ];

    public static string Of(Guid incident) => $"/v1/incidents/{incident:D}/duties";

    public static string Receipt(Guid incident, Guid submission) => $"{Of(incident)}/submissions/{submission:D}/receipt";

    public static string Delivered(Guid incident, Guid submission) => $"{Of(incident)}/submissions/{submission:D}/report";

    public static Argument<Guid> Incident() => new("ID") { Description = "Id of the incident." };
}

/// <summary>An entry into the duty file of an incident.</summary>
public abstract class DutyEntry : CyxCommand
{
    private readonly Argument<Guid> _incident = DutyPaths.Incident();

    protected DutyEntry(CyxContext context, string name, string description, IReadOnlyList<string> examples)
        : base(context, name, description, examples) => Add(_incident);

    /// <summary>What is entered: the path below the file's, and the body.</summary>
    protected abstract (string Path, Func<HttpContent> Body) Read(CyxSession session);

    /// <summary>What is said when it is done.</summary>
    /// <param name="id">What the exchange answers with.</param>
    protected abstract string Done(Guid id);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var (path, body) = Read(session);
        var receipt = await session.Exchange.WriteAsync(new(HttpMethod.Post, $"{DutyPaths.Of(session.Value(_incident))}/{path}", body), ct);
        session.Output.One(receipt, Done(receipt.Id));
        return ExitCode.Done;
    }
}
