using CyberExchange.Contracts.Duties;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Partners;
using CyberExchange.Domain.Obligations;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.OpenApi;
using CyberExchange.Server.Requests;
using CyberExchange.Storage;
using CyberExchange.Views.Duties;

namespace CyberExchange.Server.Duties;

/// <summary>The routes of duties.</summary>
public static class DutyRoutes
{
    public const string ProfilePath = "/v1/duty-profile";
    public const string ListPath = "/v1/duties";

    public static IServiceCollection AddDuties(this IServiceCollection services) => services
        .AddSingleton(ContentCatalog.Shipped)
        .AddSingleton(s => new DutyQueries(s.GetRequiredService<ExchangeDatabase>().Service))
        .AddSingleton<DutyCommands>()
        .AddSingleton<ReviewReport>()
        .AddSingleton<KeepReceipt>()
        .AddSingleton<ReadDeliveredReport>()
        .AddSingleton<ReportDesk>()
        .AddSingleton<FillRow>()

        // Made for each request, with the rulebook that is in force then.
        .AddTransient(s => s.GetRequiredService<LiveRulebook>().Current)
        .AddTransient<DutyRendition>()
        .AddTransient<KeepDutyProfile>()
        .AddTransient<KeepDutyFile>()
        .AddTransient<SubmitReport>()
        .AddTransient<ReadDuties>()
        .AddTransient<ReadDutyEvidence>()
        .AddTransient<ReadReports>()
        .AddSingleton<DutyReminders>();

    public static void MapDuties(this IEndpointRouteBuilder routes)
    {
        var profile = routes.MapGroup(ProfilePath).WithTags("Duties").AnswersJson();
        profile.MapGet("", (Caller caller, KeepDutyProfile handler, CancellationToken ct) => handler.ReadAsync(caller, ct))
            .Requires(Capability.KeepDuties).ReadsView(DutiesView.ViewName)
            .DescribesRead<DutyProfileDocument>("ReadDutyProfile", "Read what the caller's partner said of itself, from which follows which laws bind it");
        profile.MapPut("", (HttpContext http, Caller caller, KeepDutyProfile handler, CancellationToken ct) => handler.StateAsync(http, caller, ct))
            .Requires(Capability.KeepDuties)
            .DescribesOrder<WriteReceipt>("StateDutyProfile", "State the profile anew; every open file of the partner is computed with it")
            .WithBody<DutyProfileDocument>(DutyExamples.Profile);

        var duties = routes.MapGroup(ListPath).WithTags("Duties").AnswersJson();
        duties.MapGet("", (HttpContext http, Caller caller, ReadDuties handler, CancellationToken ct) => handler.ListAsync(http, caller, ct))
            .Requires(Capability.ReadDuties).ReadsView(DutiesView.ViewName)
            .DescribesRead<Page<DutyDocument>>("ListDuties", "List the duties of the caller's files, the next to be done first; addressed=to-me lists those that others addressed to the caller's partner")
            .WithQuery(ReadDuties.ParameterNames);
        duties.MapGet("/reminders", (HttpContext http, Caller caller, ReadDuties handler, CancellationToken ct) => handler.RemindersAsync(http, caller, ct))
            .Requires(Capability.KeepDuties).ReadsView(DutiesView.ViewName)
            .DescribesRead<Page<DutyReminderDocument>>("ListDutyReminders", "List what the caller's partner was reminded of, in the order in which it was")
            .WithQuery("after", "limit");

        const string File = $"{DutyCommands.Collection}/{{id:guid}}/duties";
        MapFiles(routes.MapGroup(File).WithTags("Duties").AnswersJson());
        MapMatrix(routes.MapGroup(File + "/matrix").WithTags("Duties").AnswersJson());

        routes.MapGet(File + "/submissions/{submission:guid}/receipt", (Guid id, Guid submission, Caller caller, KeepReceipt handler, CancellationToken ct) => handler.ReadAsync(caller, id, submission, ct))
            .Requires(Capability.KeepDuties).ReadsView(DutiesView.ViewName)
            .WithTags("Duties")
            .Describes("ReadReceipt", "Read back the receipt of a submission of the caller's, byte for byte; its ETag is its SHA-256")
            .Produces<byte[]>(StatusCodes.Status200OK, KeepReceipt.MediaType)
            .WithProblems(400, 401, 403, 404, 503)
            .WithHeader(FreshReads.TokenHeader, "Given with an earlier write: the read waits until it shows that write.", required: false);

        routes.MapGet(File + "/submissions/{submission:guid}/report", (Guid id, Guid submission, HttpContext http, Caller caller, ReadDeliveredReport handler, CancellationToken ct) => handler.HandleAsync(http, caller, id, submission, ct))
            .Requires(Capability.ReadDuties).ReadsView(DutiesView.ViewName)
            .WithTags("Duties")
            .DescribesRead<PreparedReport>("ReadDeliveredReport", "Read the report that was delivered here with a submission, byte for byte, as its owner or the authority; its ETag is its SHA-256");

        // JSON, or a page for paper.
        routes.MapGet(File + "/reports/{obligation}", (Guid id, string obligation, HttpContext http, Caller caller, ReadReports handler, CancellationToken ct) => handler.ReportAsync(id, obligation, http, caller, ct))
            .Requires(Capability.KeepDuties).ReadsContent().ReadsView(DutiesView.ViewName)
            .WithTags("Duties")
            .DescribesRead<PreparedReport>("ReadPreparedReport", "Read one duty's report as it stands, to be filed by hand: JSON, or an HTML page for paper. Nothing is filed with anybody")
            .WithProblems(406)
            .WithQuery(ReadReports.FormParameter);
    }

    private static void MapMatrix(RouteGroupBuilder matrix)
    {
        matrix.MapGet("", (Guid id, HttpContext http, Caller caller, ReadReports handler, CancellationToken ct) => handler.MatrixAsync(id, http, caller, ct))
            .Requires(Capability.KeepDuties).ReadsContent().ReadsView(DutiesView.ViewName)
            .DescribesRead<ReportMatrixDocument>("ReadReportMatrix", "Read what the open duties of an incident ask for, and what is missing in each report")
            .WithQuery(ReadReports.FormParameter);
        matrix.MapPut("/{row}", (Guid id, string row, HttpContext http, Caller caller, FillRow handler, CancellationToken ct) => handler.HandleAsync(http, caller, id, row, ct))
            .Requires(Capability.KeepDuties)
            .DescribesOrder<WriteReceipt>("FillReportRow", "State a row once, for every report that asks for it; no value clears it")
            .WithBody<FillRowRequest>(DutyExamples.Row);
    }

    private static void MapFiles(RouteGroupBuilder file)
    {
        file.MapGet("", (Guid id, Caller caller, ReadDuties handler, CancellationToken ct) => handler.FileAsync(id, caller, ct))
            .Requires(Capability.KeepDuties).ReadsView(DutiesView.ViewName)
            .DescribesRead<DutyFileDocument>("ReadDutyFile", "Read the duty file of an incident that the caller originated: facts, decisions, submissions, and every duty with the reasons why it applies or not");
        file.MapPost("/facts", (Guid id, HttpContext http, Caller caller, KeepDutyFile handler, CancellationToken ct) => handler.RecordFactAsync(http, caller, id, ct))
            .Requires(Capability.KeepDuties)
            .DescribesOrder<WriteReceipt>("RecordDutyFact", "Record when something happened, or correct what was recorded; the first fact opens the file")
            .WithBody<RecordFactRequest>(DutyExamples.Fact);
        file.MapPost("/decisions", (Guid id, HttpContext http, Caller caller, KeepDutyFile handler, CancellationToken ct) => handler.DecideAsync(http, caller, id, ct))
            .Requires(Capability.KeepDuties)
            .DescribesOrder<WriteReceipt>("DecideSignificance", "Decide, as a person, whether a regime or one duty of it means this incident")
            .WithBody<DecideSignificanceRequest>(DutyExamples.Decision);
        file.MapPost("/addressees", (Guid id, HttpContext http, Caller caller, KeepDutyFile handler, CancellationToken ct) => handler.AddressAsync(http, caller, id, ct))
            .Requires(Capability.KeepDuties)
            .DescribesOrder<WriteReceipt>("AddressDuty", "Name the authority to which a duty is owed; it sees this duty from then on")
            .WithBody<AddressDutyRequest>(DutyExamples.Addressee);
        file.MapPost("/submissions", (Guid id, HttpContext http, Caller caller, SubmitReport handler, CancellationToken ct) => handler.HandleAsync(http, caller, id, ct))
            .Requires(Capability.KeepDuties)
            .DescribesCreation<SubmitReportRequest>("SubmitReport", "Record that a report was filed elsewhere, with its receipt, or deliver it as it stands to an authority that reads it here", DutyExamples.Submission)
            .WithProblems(404, 410);
        file.MapPost("/submissions/{submission:guid}/review", (Guid id, Guid submission, HttpContext http, Caller caller, ReviewReport handler, CancellationToken ct) => handler.HandleAsync(http, caller, id, submission, ct))
            .Requires(Capability.ReviewReports)
            .DescribesOrder<WriteReceipt>("ReviewReport", "Review what was submitted to the caller's partner")
            .WithBody<ReviewReportRequest>(DutyExamples.Review);
        file.MapPut("/submissions/{submission:guid}/receipt", (Guid id, Guid submission, HttpContext http, Caller caller, KeepReceipt handler, CancellationToken ct) => handler.AttachAsync(http, caller, id, submission, ct))
            .Requires(Capability.KeepDuties)
            .DescribesOrder<WriteReceipt>("AttachReceipt", "Have the receipt of a submission kept, sealed: the bytes whose SHA-256 the submission names, at most 4 MiB. The owner alone reads them back")
            .WithBytes(KeepReceipt.MediaType);
        file.MapPost("/closing", (Guid id, HttpContext http, Caller caller, KeepDutyFile handler, CancellationToken ct) => handler.CloseAsync(http, caller, id, ct))
            .Requires(Capability.KeepDuties)
            .DescribesOrder<WriteReceipt>("CloseDutyFile", "Close the file: nothing more is computed or reminded of, and what was submitted stays")
            .WithBody<ReasonRequest>(DutyExamples.Closing);
        file.MapGet("/evidence", (Guid id, Caller caller, ReadDutyEvidence handler, CancellationToken ct) => handler.HandleAsync(id, caller, ct))
            .Requires(Capability.KeepDuties).ReadsView(DutiesView.ViewName)
            .DescribesRead<DutyEvidenceDocument>("ReadDutyEvidence", "Read the evidence of the file: its events as the log keeps them, with the commitments of their leaves");
    }
}
