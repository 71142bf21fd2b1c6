using System.Net;
using CyberExchange.Cli.Duties;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Duties;
using CyberExchange.Domain.Obligations;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Server.Duties;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Duties;

/// <summary>The example of the ransomware: a Japanese bank group, its branch in the Union, a customer file that leaked.</summary>
public sealed class RansomwareExampleTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private const string CoreOperator = "specially designated core infrastructure operator (特別社会基盤事業者)";

    // A bank that Japan also designated as core infrastructure.
    private static readonly string Profile = DutyExamples.Profile
        .Replace("\"bank\",", $"\"bank\", \"{CoreOperator}\",", StringComparison.Ordinal)
        .Replace("\"finance\"]", "\"finance\", \"jp_core_infrastructure\"]", StringComparison.Ordinal);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private HttpClient Bank => field ??= As("grid-jp");

    [Fact]
    public async Task One_incident_opens_duties_under_many_laws_each_with_its_due_time_and_its_proof()
    {
        await Bank.StateProfileAsync(Profile);
        var incident = await Bank.ReportRansomwareAsync();
        await Bank.RecordAsync(incident, "incident_occurrence", "2026-11-19", "Asia/Tokyo");
        await Bank.RecordAsync(incident, "awareness", "2026-11-20T09:30:00", "Asia/Tokyo");
        await Bank.RecordAsync(incident, "classification", "2026-11-20T13:00:00", "Asia/Tokyo");

        // What nobody decided is shown with its clock, and asked for.
        var asked = await Bank.FileAsync(incident);
        Assert.Equal(("not_known", false), asked.Duties.Where(d => d.Obligation == "gdpr-authority").Select(d => (d.Verdict, d.Live)).Single());
        Assert.Contains(asked.Conditions, c => c is { Id: "dora_major", Holds: null } && c.Thresholds.SelectMany(t => t.Questions).Any());
        await Bank.DecideAsync(incident, true, "dora_major", "personal_data_breach", "gdpr_risk", "appi_reportable", "acd_unauthorised_act", "fsa_reportable", "fsa_not_restored");
        await Bank.DecideAsync(incident, false, "acd_transition");
        var duties = await ByObligationAsync(incident);

        // Delegated Regulation (EU) 2025/301 art. 5(1)(a): four hours from classification, which is earlier than 24 from awareness.
        Assert.Equal("2026-11-20T09:00:00+01:00", duties["dora-initial"].Due);
        Assert.Equal(("cannot_compute", "notification_submitted"), (duties["dora-intermediate"].State, duties["dora-intermediate"].Missing.Single()));
        Assert.Equal("intermediate_report_submitted", duties["dora-final"].Missing.Single());
        // Regulation (EU) 2016/679 art. 33(1): 72 hours from awareness.
        Assert.Equal("2026-11-23T01:30:00+01:00", duties["gdpr-authority"].Due);
        // APPI, Enforcement Rules art. 8: three to five days, and 60 for what was done with wrongful intent; the first day counts.
        Assert.Equal(("2026-11-22T23:59:59+09:00", "2026-11-24T23:59:59+09:00"), (duties["jp-appi-prompt"].Due, duties["jp-appi-prompt"].DueMax));
        Assert.Equal("2027-01-18T23:59:59+09:00", duties["jp-appi-final-malicious"].Due);
        // Joint ministerial order of the Act No. 42 of 2025, art. 4(2): promptly, and in writing within 30 days.
        Assert.Equal(("promptly", null), (duties["jp-acd-prompt"].State, duties["jp-acd-prompt"].Due));
        Assert.Equal(("2026-12-19T23:59:59+09:00", "2026-12-21T23:59:59+09:00"), (duties["jp-acd-written"].Due, duties["jp-acd-written"].DueIfRolled));
        // Nobody found the periods of the FSA's guidelines written: they say what would be, and run no clock.
        Assert.Equal((false, true, null, "2026-12-20T23:59:59+09:00"), (duties["jp-fsa-status"].Live, duties["jp-fsa-status"].WouldChange, duties["jp-fsa-status"].State, duties["jp-fsa-status"].Due));
        // The organisation's own target is shown as policy.
        Assert.Equal((null, new DateTimeOffset(2026, 11, 23, 0, 30, 0, TimeSpan.Zero)), (duties["jp-appi-persons"].Due, duties["jp-appi-persons"].PolicyDue));
        Assert.All(new[] { "dora-initial", "gdpr-authority", "jp-appi-prompt", "jp-acd-written" }, id => Assert.True(duties[id] is { Verdict: "applies", Live: true }));
        Assert.Equal("ruled_out", duties["nis2-notification"].Verdict);
        Assert.Contains(duties["nis2-notification"].Reasons, r => r.Code == "other_law" && r.Citation.StartsWith("Regulation (EU) 2022/2554 art. 1(2)", StringComparison.Ordinal));
        Assert.All(duties.Values, duty => Assert.Equal(Rulebook.Shipped.Version.Digest, duty.Rulebook.Digest));

        // Malice is for a person to find; then the shorter period is ruled out.
        await Bank.DecideAsync(incident, true, "appi_wrongful_purpose");
        await Bank.SubmitAsync(incident, "dora-initial", "2026-11-20T08:30:00+01:00");
        var late = await Bank.SubmitAsync(incident, "gdpr-authority", "2026-11-23T08:00:00+01:00");
        duties = await ByObligationAsync(incident);
        Assert.Equal(("ruled_out", "replaced"), (duties["jp-appi-final"].Verdict, duties["jp-appi-final"].Reasons.Single().Code));
        Assert.Equal(("met", true), (duties["dora-initial"].State, duties["dora-initial"].InTime));
        Assert.Equal(("met", false), (duties["gdpr-authority"].State, duties["gdpr-authority"].InTime));
        Assert.Equal("2026-11-23T08:30:00+01:00", duties["dora-intermediate"].Due); // 72 hours from the actual submission.

        // The receipt of the supervisory authority bears the other time; and the alert had been read in the morning.
        await (await Bank.EnterAsync(incident, "submissions", DutyRequests.Json(new SubmitReportRequest
        {
            Obligation = "gdpr-authority",
            Way = "filed_by_hand",
            SubmittedAt = "2026-11-22T20:00:00+01:00",
            Addressee = "The authority's web form",
            Receipt = new("receipt.pdf", new string('8', 64)),
            Corrects = late.Id,
            Reason = "That was the hour of the copy.",
        }))).BodyAsync(WireJson.Default.WriteReceipt);
        await Bank.RecordAsync(incident, "awareness", "2026-11-20T08:30:00", "Asia/Tokyo", corrects: 3);
        var file = await Bank.FileAsync(incident);
        duties = file.Duties.ToDictionary(d => d.Obligation);
        Assert.Equal(("2026-11-23T00:30:00+01:00", true), (duties["gdpr-authority"].Due, duties["gdpr-authority"].InTime));
        Assert.Equal([("2026-11-20T09:30:00", false), ("2026-11-20T08:30:00", true)], file.Facts.Where(f => f.Fact == "awareness").Select(f => (f.At, f.Stands)));
        Assert.Equal(
            [("dora-initial", true, 1_800L), ("gdpr-authority", false, -23_400L), ("gdpr-authority", true, 19_800L)],
            file.Submissions.Select(s => (s.Obligation, s.InTime!.Value, s.MarginSeconds!.Value)));

        await ProvesAsync(incident);
    }

    [Fact]
    public async Task After_an_outage_over_two_due_times_each_is_told_once_and_nothing_is_lost()
    {
        var reminders = exchange.Services.GetRequiredService<DutyReminders>();
        var now = DateTimeOffset.UtcNow;
        var keeper = As("cert-jp");

        // Without the relief of weekends, so that the day on which this runs decides nothing.
        await keeper.StateProfileAsync(DutyExamples.Profile.Replace("\"size\"", "\"reliefExcluded\": true, \"size\"", StringComparison.Ordinal));
        var incident = await keeper.ReportRansomwareAsync();
        await keeper.RecordAsync(incident, "awareness", now.AddHours(-1).ToString("O"));
        await keeper.RecordAsync(incident, "classification", now.AddMinutes(-30).ToString("O"));
        Assert.Empty((await keeper.RemindersAsync()).Items);

        // Half of GDPR's 72 hours have passed, and DORA's four.
        await RemindedAsync(now.AddHours(36.5));
        var first = await keeper.RemindersAsync();
        Assert.Equal([("dora-initial", 100), ("gdpr-authority", 50)], Told(first.Items));
        Assert.Equal(["overdue", "next"], first.Items.Where(one => one.Obligation is "dora-initial" or "gdpr-authority").OrderBy(one => one.Obligation, StringComparer.Ordinal).Select(one => one.State));
        Assert.All(first.Items, one => Assert.Equal("not_known", one.Verdict));

        // Nobody runs until both 72 hours and the days of APPI are over: of each fraction that passed, the last stands.
        await RemindedAsync(now.AddDays(6));
        await RemindedAsync(now.AddDays(6));
        await RemindedAsync(now.AddDays(6).AddMinutes(1));
        var second = await keeper.RemindersAsync($"?after={first.Next}");
        Assert.Equal([("gdpr-authority", 100)], Told(second.Items));
        Assert.Equal([("jp-appi-prompt", 100)], Told(second.Items, "jp-appi-prompt"));
        Assert.All(second.Items, one => Assert.Equal(incident, one.Incident));
        Assert.Equal(second.Items.Count, second.Items.DistinctBy(one => one.Obligation).Count());
        Assert.Empty((await keeper.RemindersAsync($"?after={second.Next}")).Items);

        // What is met is not told of.
        await keeper.SubmitAsync(incident, "gdpr-authority", DateTimeOffset.UtcNow.ToString("O"));
        await RemindedAsync(now.AddYears(1));
        Assert.DoesNotContain((await keeper.RemindersAsync($"?after={second.Next}")).Items, one => one.Obligation == "gdpr-authority");

        async Task RemindedAsync(DateTimeOffset then)
        {
            await reminders.RemindAsync(then, Ct);
            await exchange.CaughtUpAsync();
        }

        static IEnumerable<(string, int)> Told(IEnumerable<DutyReminderDocument> items, params string[] obligations) => items
            .Where(one => obligations.Length > 0 ? obligations.Contains(one.Obligation) : one.Obligation is "dora-initial" or "gdpr-authority")
            .Select(one => (one.Obligation, one.Percent!.Value)) // Each is of a due time.
            .Order();
    }

    [Fact]
    public async Task Nobody_but_the_owner_and_the_addressed_authority_tells_a_file_from_none()
    {
        await Bank.StateProfileAsync(Profile);
        var incident = await Bank.ReportRansomwareAsync();
        await Bank.RecordAsync(incident, "awareness", "2026-11-20T09:30:00", "Asia/Tokyo");
        await Bank.SubmitAsync(incident, "jp-appi-prompt", "2026-11-22T10:00:00+09:00");
        var (with, without) = (incident, await Bank.ReportRansomwareAsync());
        var absent = Guid.CreateVersion7();
        await exchange.CaughtUpAsync();

        // cert-jp sees both incidents, grid-eu and authority-jp neither; with or without a file, they are answered alike.
        foreach (var member in new[] { "cert-jp", "grid-eu", "authority-jp" })
        {
            var other = As(member);
            foreach (var path in new[] { "", "/evidence" })
            {
                var answers = new List<(HttpStatusCode, string)>();
                foreach (var id in new[] { with, without, absent })
                {
                    using var answer = await other.ReadAsync($"/v1/incidents/{id}/duties{path}");
                    answers.Add((answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct)));
                }

                Assert.Single(answers.Distinct());
                Assert.Equal(member == "authority-jp" ? HttpStatusCode.Forbidden : HttpStatusCode.NotFound, answers[0].Item1);
            }

            Assert.DoesNotContain(await other.DutiesAsync("&addressed=to-me"), d => d.Incident == with);
            Assert.DoesNotContain(await other.DutiesAsync(), d => d.Incident == with);
        }

        foreach (var id in new[] { with, without })
        {
            Assert.Equal("not-originator", await RefusedAsync(As("cert-jp"), id, "facts", DutyExamples.Fact));
            Assert.Equal("not-found", await RefusedAsync(As("grid-eu"), id, "facts", DutyExamples.Fact));
        }

        Assert.Equal("not-found", await RefusedAsync(As("grid-eu"), absent, "facts", DutyExamples.Fact));
    }

    [Fact]
    public async Task An_authority_sees_what_is_addressed_to_it_reviews_it_and_sees_nothing_else()
    {
        await Bank.StateProfileAsync(Profile);
        var incident = await Bank.ReportRansomwareAsync();
        await Bank.RecordAsync(incident, "awareness", "2026-11-20T09:30:00", "Asia/Tokyo");
        var (authority, other) = (As("authority-jp"), As("authority-eu"));
        await (await Bank.EnterAsync(incident, "addressees", """{"obligation":"jp-appi-final-malicious","authority":"authority-jp"}""")).BodyAsync(WireJson.Default.WriteReceipt);
        var sent = await Bank.SubmitAsync(incident, "jp-appi-prompt", "2026-11-22T10:00:00+09:00", "authority-jp");
        await Bank.SubmitAsync(incident, "gdpr-authority", "2026-11-22T10:00:00+09:00", "authority-eu");

        var seen = (await authority.DutiesAsync("&addressed=to-me")).Where(d => d.Incident == incident).ToDictionary(d => d.Obligation);
        Assert.Equal(["jp-appi-final-malicious", "jp-appi-prompt"], seen.Keys.Order());
        var (owed, met) = (seen["jp-appi-final-malicious"], seen["jp-appi-prompt"]);
        Assert.Equal(("2027-01-18T23:59:59+09:00", "grid-jp"), (owed.Due, owed.Owner));
        Assert.Equal(("met", true, sent.Id), (met.State, met.InTime, met.Submissions.Single().Id));
        Assert.Equal((0, 0), (met.Reasons.Count, met.Authorities.Count(a => a != "authority-jp")));
        Assert.Equal(HttpStatusCode.Forbidden, (await authority.ReadAsync($"/v1/incidents/{incident}/duties")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await authority.ReadAsync($"/v1/incidents/{incident}")).StatusCode);

        // Not the other authority, and not under another incident; a revision has reasons.
        var review = $"submissions/{sent.Id}/review";
        Assert.Equal("not-found", await RefusedAsync(other, incident, review, DutyExamples.Review));
        Assert.Equal("not-found", await RefusedAsync(authority, Guid.CreateVersion7(), review, DutyExamples.Review));
        Assert.Equal("invalid", await RefusedAsync(authority, incident, review, """{"outcome":"revision_required"}"""));
        await (await authority.EnterAsync(incident, review, DutyExamples.Review)).BodyAsync(WireJson.Default.WriteReceipt);

        // It is among what its owner has to do, and is told once, to nobody else.
        Assert.Equal(["jp-appi-prompt"], (await Bank.DutiesAsync("&state=revision_required")).Where(d => d.Incident == incident).Select(d => d.Obligation));
        Assert.Equal("revision_required", (await ByObligationAsync(incident))["jp-appi-prompt"].State);
        using var matrix = await Bank.ReadAsync($"/v1/incidents/{incident}/duties/matrix");
        Assert.Equal("revision_required", Assert.Single((await matrix.BodyAsync(WireJson.Default.ReportMatrixDocument)).Columns, c => c.Obligation == "jp-appi-prompt").State);
        Assert.Equal(["jp-appi-prompt"], (await authority.DutiesAsync("&addressed=to-me&state=revision_required")).Where(d => d.Incident == incident).Select(d => d.Obligation));
        Assert.DoesNotContain(await other.DutiesAsync("&addressed=to-me"), d => d.Incident == incident && d.State == "revision_required");
        var told = Assert.Single((await Bank.RemindersAsync()).Items, one => one.Incident == incident && one.State == "revision_required");
        Assert.Equal(("jp-appi-prompt", null, null, null), (told.Obligation, told.Due, told.Percent, told.Verdict));
        using var feed = await Bank.ReadAsync("/v1/feed");
        Assert.Equal(told, Assert.Single((await feed.BodyAsync(WireJson.Default.FeedPage)).Entries, e => e.Reminder is { State: "revision_required" } && e.Reminder.Incident == incident).Reminder);
        await (await authority.EnterAsync(incident, review, """{"outcome":"passed"}""")).BodyAsync(WireJson.Default.WriteReceipt);
        Assert.Equal("passed", (await Bank.FileAsync(incident)).Submissions.Single(s => s.Id == sent.Id).Review!.Outcome);
    }

    [Fact]
    public async Task A_repeat_is_answered_as_the_first_and_bad_input_is_told_where_it_is_wrong()
    {
        await Bank.StateProfileAsync(Profile);
        var incident = await Bank.ReportRansomwareAsync();
        using var first = await Bank.EnterAsync(incident, "submissions", DutyExamples.Submission, key: "once-and-again");
        using var again = await Bank.EnterAsync(incident, "submissions", DutyExamples.Submission, key: "once-and-again");

        Assert.Equal((await first.BodyAsync(WireJson.Default.WriteReceipt)).Id, (await again.BodyAsync(WireJson.Default.WriteReceipt)).Id);
        Assert.Single((await Bank.FileAsync(incident)).Submissions);
        var wrong = await (await Bank.EnterAsync(incident, "facts", """{"fact":"awareness","at":"soon"}""")).ProblemAsync();
        Assert.Equal(("urn:cyberexchange:problem:invalid", "/at"), (wrong.Type, wrong.Pointer));
        Assert.Equal("unknown-party", await RefusedAsync(Bank, incident, "addressees", """{"obligation":"gdpr-authority","authority":"grid-eu"}"""));
        Assert.Equal("second-member-needed", await RefusedAsync(As("grid-jp-service"), incident, "decisions", DutyExamples.Decision));
        foreach (var query in new[] { "state=soon", "addressed=to-you", "before=tomorrow", "after=x", "sort=up", "limit=0" })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await Bank.ReadAsync($"/v1/duties?{query}")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await As("maker-eu").ReadAsync("/v1/duty-profile")).StatusCode);
    }

    // A write waits for its view, which on a busy machine may take longer than a caller is kept waiting.
    private HttpClient As(string member) => exchange.With(RunningExchange.CertificateOf(member), patient: true);

    private async Task<Dictionary<string, DutyDocument>> ByObligationAsync(Guid incident) => (await Bank.FileAsync(incident)).Duties.ToDictionary(d => d.Obligation);

    private static async Task<string> RefusedAsync(HttpClient partner, Guid incident, string what, string body) =>
        (await (await partner.EnterAsync(incident, what, body)).ProblemAsync()).Type["urn:cyberexchange:problem:".Length..];

    // Every entry is there in order, and is what its leaf commits to; one letter more and it is not.
    private async Task ProvesAsync(Guid incident)
    {
        var evidence = await (await Bank.ReadAsync($"/v1/incidents/{incident}/duties/evidence")).BodyAsync(WireJson.Default.DutyEvidenceDocument);

        Assert.Equal(Enumerable.Range(1, evidence.Entries.Count), evidence.Entries.Select(e => e.Entry));
        Assert.Equal(
            [
                "duty.file-opened", .. Enumerable.Repeat("duty.fact-recorded", 3), .. Enumerable.Repeat("duty.significance-decided", 9),
                .. Enumerable.Repeat("duty.report-submitted", 3), "duty.fact-recorded",
            ],
            evidence.Entries.Select(e => e.Type).Where(type => type != "duty.reminded"));
        Assert.All(evidence.Entries, entry => Assert.True(entry.Metadata is not null && WriteDutyEvidence.IsCommittedTo(incident, entry)));
        Assert.DoesNotContain(evidence.Entries, entry => WriteDutyEvidence.IsCommittedTo(incident, entry with { Body = entry.Body + " " }));
        Assert.DoesNotContain(evidence.Entries, entry => WriteDutyEvidence.IsCommittedTo(incident, entry with { RecordedAt = entry.RecordedAt.AddSeconds(-1) }));
        Assert.DoesNotContain(evidence.Entries, entry => WriteDutyEvidence.IsCommittedTo(Guid.CreateVersion7(), entry));
        Assert.DoesNotContain(evidence.Entries, entry => WriteDutyEvidence.IsCommittedTo(incident, entry with { Metadata = null, EnvelopeSalt = null }));
        Assert.Equal(3, evidence.File.Submissions.Count);
    }
}
