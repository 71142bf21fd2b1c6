using System.Text.Json.Nodes;
using CyberExchange.Domain;
using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.Domain.Sharing;
using CyberExchange.Tests.Domain;
using Xunit;
using static CyberExchange.Tests.Domain.World;
using static CyberExchange.Tests.Obligations.Files.DutyWorld;

namespace CyberExchange.Tests.Obligations.Files;

public sealed class DutyFileTests
{
    private static readonly MemberProfile PersonOfGrid = new(Person(GridJp), GridJp.Id, MemberKind.Person, "grid-jp");

    [Fact]
    public void The_first_fact_opens_the_file() => Then.Happens(
        DutyEventCatalog.Catalog,
        Record("awareness", "2026-11-20T09:30:00+09:00").Decide(null),
        Known);

    [Theory]
    [InlineData("hearsay", "2026-11-20", null, RefusalCode.UnknownTerm, "/fact")]
    [InlineData("notification_submitted", "2026-11-20T09:00:00Z", null, RefusalCode.UnknownTerm, "/fact")]
    [InlineData("detection", "yesterday", null, RefusalCode.Invalid, "/at")]
    [InlineData("detection", "2026-11-24T09:00:01+09:00", null, RefusalCode.ImpossibleTime, "/at")]
    [InlineData("detection", "2026-11-25", null, RefusalCode.ImpossibleTime, "/at")]
    [InlineData("detection", "2026-11-24T01:00:01", "Europe/Paris", RefusalCode.ImpossibleTime, "/at")]
    [InlineData("detection", "2026-03-29T02:30:00", "Europe/Paris", RefusalCode.ImpossibleTime, "/at")]
    [InlineData("detection", "2026-11-20", "Europe/Atlantis", RefusalCode.UnknownTerm, "/zone")]
    public void A_fact_that_cannot_be_is_refused_where_it_is_wrong(string fact, string at, string? zone, RefusalCode code, string pointer) =>
        Then.Refused(Record(fact, at, zone).Decide(null), code, pointer);

    // What is a new day somewhere on earth may have happened.
    [Theory]
    [InlineData("2026-11-24", null)]
    [InlineData("2026-11-24T13:59:59", null)]
    [InlineData("2026-11-24T09:00:00", "Asia/Tokyo")]
    public void A_time_that_has_come_somewhere_is_taken(string at, string? zone) =>
        Assert.IsType<Decision<DutyEvent>.Accepted>(Record("detection", at, zone).Decide(null));

    [Fact]
    public void A_fact_that_stands_is_corrected_and_not_stated_twice()
    {
        var file = Given(Known);

        Then.Refused(Record("awareness", "2026-11-20").Decide(file), RefusalCode.AlreadyExists, "/fact");
        Then.Refused(Record("detection", "2026-11-20", corrects: 2).Decide(file), RefusalCode.Invalid, "/corrects");
        Then.Refused((Record("awareness", "2026-11-20", corrects: 2) with { Reason = null }).Decide(file), RefusalCode.Invalid, "/reason");
        var corrected = file.After(Record("awareness", "2026-11-20T08:00:00+09:00", corrects: 2).Decide(file));

        Assert.Equal([2, 3], corrected.Facts.Select(f => f.Entry));
        Assert.Equal([3], corrected.StandingFacts.Select(f => f.Entry));
        Then.Refused(Record("awareness", "2026-11-20", corrects: 2).Decide(corrected), RefusalCode.Invalid, "/corrects");
        Assert.Equal("2026-11-23T01:30:00+01:00", Line("gdpr-authority", file).Due);
        Assert.Equal("2026-11-23T00:00:00+01:00", Line("gdpr-authority", corrected).Due);
    }

    // CLOCKS.md, section 0: of a time that occurs twice the earlier counts. Here it was stated in a zone of its own.
    [Fact]
    public void A_local_time_is_read_in_its_own_zone()
    {
        var file = Given(new DutyEvent.DutyFileOpened(Incident, Owner), Fact("awareness", "2026-10-25T02:30:00", "Europe/Paris"));

        Assert.Equal("2026-10-28T01:30:00+01:00", Line("gdpr-authority", file).Due);
    }

    [Fact]
    public void A_person_decides_with_a_reason_and_the_duties_follow()
    {
        var file = Given(Known);

        Then.Refused((Decide(true) with { By = PersonOfGrid with { Kind = MemberKind.Service } }).Decide(file), RefusalCode.SecondMemberNeeded, "");
        Then.Refused((Decide(true) with { Condition = "gdpr" }).Decide(file), RefusalCode.UnknownTerm, "/condition");
        Then.Refused((Decide(true) with { Reason = " " }).Decide(file), RefusalCode.Invalid, "/reason");
        Then.Refused((Decide(true) with { Answers = [new(null, "", "none")] }).Decide(file), RefusalCode.Invalid, "/answers/0/question");
        var yes = file.After(Decide(true).Decide(file)).After((Decide(true) with { Condition = "gdpr_risk" }).Decide(file));
        var no = yes.After(Decide(false).Decide(yes));

        // What nobody decided runs on, so that nothing is missed while one thinks.
        var (open, applies, ruledOut) = (Line("gdpr-authority", file), Line("gdpr-authority", yes), Line("gdpr-authority", no));
        Assert.Equal(("not_known", false, true, "2026-11-23T01:30:00+01:00"), (open.Verdict, open.Live, open.Listed, open.Due));
        Assert.Equal(("applies", true, true), (applies.Verdict, applies.Live, applies.Listed));
        Assert.Equal(("ruled_out", "condition", false), (ruledOut.Verdict, ruledOut.Reasons.Single().Code, ruledOut.Listed));
        Assert.Equal(2, no.Decisions.Count(d => d.Condition == "personal_data_breach"));

        static DecideSignificance Decide(bool holds) => new(
            Incident, Owner, PersonOfGrid, "personal_data_breach", holds, [new(null, "Was a customer's data touched?", "Perhaps.")], "So says the forensic report.", Rulebook.Shipped);
    }

    [Theory]
    [InlineData("dora-clients", "nobody-asks", "yes", "/answers/0/question")]
    [InlineData("2690-3-loss", "loss", "1", "/answers/0/threshold")]
    public void An_answer_is_to_a_question_that_the_condition_asks(string threshold, string question, string answer, string pointer) =>
        Then.Refused(Answered(new(threshold, question, answer)).Decide(null), RefusalCode.UnknownTerm, pointer);

    [Fact]
    public void An_answer_has_the_shape_that_its_question_asks_for()
    {
        var dora = Rulebook.Shipped.Conditions.Single(c => c.Id == "dora_major");
        var questions = Rulebook.Shipped.Thresholds.Where(t => dora.Thresholds.Contains(t.Id)).SelectMany(t => t.Questions.Select(q => (Threshold: t.Id, q.Id, q.Answer))).ToList();

        Assert.All(questions, q =>
        {
            var (right, wrong) = q.Answer is AnswerKind.YesNo ? ("yes", "12") : ("12.5", "yes");
            Assert.IsType<Decision<DutyEvent>.Accepted>(Answered(new(q.Threshold, q.Id, right)).Decide(null));
            Then.Refused(Answered(new(q.Threshold, q.Id, wrong)).Decide(null), RefusalCode.Invalid, "/answers/0/answer");
        });
        Assert.NotEmpty(questions);
    }

    [Fact]
    public void What_is_to_be_decided_is_asked_for_duties_that_nothing_else_rules_out()
    {
        var asked = FileDuties.ConditionsOf(FileDuties.Of(Given(Known), Stated, Rulebook.Shipped), Rulebook.Shipped).Select(c => c.Id).ToList();

        Assert.Contains("dora_major", asked);
        Assert.Contains("appi_wrongful_purpose", asked);
        Assert.DoesNotContain("nis2_significant", asked);
        Assert.DoesNotContain("cra_exploited", asked);
    }

    [Fact]
    public void What_does_not_bind_is_ruled_out_with_its_citation()
    {
        var lines = FileDuties.Of(Given(Known), Stated, Rulebook.Shipped).ToDictionary(l => l.Obligation);

        Assert.Equal(Rulebook.Shipped.Obligations.Count, lines.Count);
        Assert.All(lines.Values, line => Assert.Equal(Rulebook.Shipped.Version.Digest, line.RulebookDigest));
        Assert.All(lines.Values.Where(l => l.Verdict == "ruled_out"), line => Assert.All(line.Reasons, reason => Assert.NotEmpty(reason.Citation)));
        Assert.Contains("entity_kind", lines["cra-vuln-notification"].Reasons.Select(r => r.Code));
        Assert.Empty(FileDuties.Of(Given(Known), profile: null, Rulebook.Shipped));
    }

    // A rule that nobody found written, and one that is only proposed, say what would be and run no clock.
    [Fact]
    public void Only_verified_law_runs_live()
    {
        var file = Given(Decided);

        var (verified, unverified, proposed) = (Line("gdpr-authority", file), Line("jp-fsa-status", file), Line("gdpr-authority-proposed", file));
        Assert.True(verified is { Live: true, Listed: true });
        Assert.True(unverified is { Live: false, Listed: false });
        Assert.True(proposed is { Live: false, Listed: false, WouldChange: true });
        Assert.Equal("2026-12-20T23:59:59+09:00", unverified.Due);
    }

    // Delegated Regulation (EU) 2025/301 art. 5(1)(b): 72 hours from the initial notification, as it was submitted.
    [Fact]
    public void A_submission_starts_the_clock_of_the_next_stage_and_stores_what_the_clock_said()
    {
        var file = Given([.. Decided, Fact("classification", "2026-11-20T13:00:00+09:00")]);
        Assert.Equal(["notification_submitted"], Line("dora-intermediate", file).Missing);

        var submitted = file.After(Submit("dora-initial", "2026-11-20T08:30:00+01:00").Decide(file));

        var computed = submitted.Submissions.Single().Computed;
        Assert.Equal(("2026-11-20T09:00:00+01:00", true, 1_800L), (computed.Due, computed.InTime, computed.MarginSeconds));
        Assert.Equal(Rulebook.Shipped.Version.Digest, computed.RulebookDigest);
        Assert.Equal("2026-11-23T08:30:00+01:00", Line("dora-intermediate", submitted).Due);
        var met = Line("dora-initial", submitted);
        Assert.Equal((new DateTimeOffset(2026, 11, 20, 7, 30, 0, TimeSpan.Zero), true), (met.MetAt, met.InTime));
    }

    [Fact]
    public void A_late_submission_is_stored_as_late()
    {
        var file = Given(Known);

        var submitted = file.After(Submit("gdpr-authority", "2026-11-23T01:30:01+01:00").Decide(file));

        Assert.Equal((false, -1L), (submitted.Submissions.Single().Computed.InTime, submitted.Submissions.Single().Computed.MarginSeconds));
        Assert.False(Line("gdpr-authority", submitted).InTime);
    }

    // Delegated Regulation (EU) 2025/301 art. 5(4): to noon of the next working day. Of which days are worked in France, no verified calendar is here.
    [Fact]
    public void After_a_target_that_may_roll_nobody_is_called_late()
    {
        var file = Given([.. Decided, Fact("classification", "2026-11-20T13:00:00+09:00")]);

        Assert.Equal("roll_unknown", Line("dora-initial", file).Outcome);
        Assert.True(file.After(Submit("dora-initial", "2026-11-20T09:00:00+01:00").Decide(file)).Submissions.Single().Computed.InTime);
        var after = file.After(Submit("dora-initial", "2026-11-20T09:00:01+01:00").Decide(file));
        Assert.Equal((null, -1L), (after.Submissions.Single().Computed.InTime, after.Submissions.Single().Computed.MarginSeconds));
        Assert.Null(Line("dora-initial", after).InTime);

        // Sunday is worked nowhere: it is lawful until Monday noon at least. That of 72 hours does not roll, and is overdue.
        var sunday = Given([.. Decided, Fact("classification", "2026-11-22T10:00:00+01:00")]);
        var (may, not) = (Line("dora-initial", sunday), Line("gdpr-authority", sunday));
        Assert.Equal(("2026-11-22T14:00:00+01:00", null, "2026-11-23T12:00:00+01:00"), (may.Due, may.DueIfRolled, may.LawfulUntil));
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 11, 0, 0, TimeSpan.Zero).AddTicks(TimeSpan.TicksPerMicrosecond), may.LateFrom);
        Assert.True(Line("dora-initial", sunday.After(Submit("dora-initial", "2026-11-23T12:00:00+01:00").Decide(sunday))).InTime);
        Assert.Null(Line("dora-initial", sunday.After(Submit("dora-initial", "2026-11-23T12:00:01+01:00").Decide(sunday))).InTime);
        Assert.Equal((DutyState.Next, DutyState.TargetPassed), (may.StateAt(may.DueAt!.Value), may.StateAt(may.LateFrom!.Value)));
        Assert.Equal((DutyState.Next, DutyState.Overdue), (not.StateAt(not.DueAt!.Value), not.StateAt(not.LateFrom!.Value)));
        Assert.Equal(DutyState.Met, Line("dora-initial", after).StateAt(Later));
    }

    [Fact]
    public void What_an_authority_wants_revised_is_open_until_it_is_sent_another_report()
    {
        var file = Given(Known);
        file = file.After(Submit("gdpr-authority", "2026-11-22T14:00:00+01:00", AuthorityJp.Id).Decide(file));
        file = file.After((Submit("gdpr-authority", "2026-11-22T14:00:00+01:00", CertJp.Id) with { Submission = new(Id(502)) }).Decide(file));
        var review = new ReviewReport(AuthorityJp.Id, Person(AuthorityJp), new(Id(501)), ReviewReport.RevisionRequired, ["The number of persons is missing."]);
        Assert.Equal((DutyState.Met, false), Stands(file));

        Then.Happens(
            DutyEventCatalog.Catalog,
            review.Decide(file),
            new DutyEvent.DutyReportReviewed(new(Id(501)), ReviewReport.RevisionRequired, ["The number of persons is missing."], Person(AuthorityJp)),
            new DutyEvent.DutyReminded("gdpr-authority", Due: null, Percent: null, "revision_required", Verdict: null));
        var reviewed = file.After(review.Decide(file));
        Assert.Equal((DutyState.RevisionRequired, true), Stands(reviewed));
        Assert.Equal((DutyState.RevisionRequired, true), Stands(reviewed.After(Close("Done.").Decide(reviewed))));

        // What one authority said is not another's to read.
        var line = Line("gdpr-authority", reviewed);
        Assert.Equal((DutyState.RevisionRequired, DutyState.Met), (line.For(AuthorityJp.Id).StateAt(Later), line.For(CertJp.Id).StateAt(Later)));

        // A report to somebody else does not answer it; another to the authority does, and so do a correction and another review.
        var another = Submit("gdpr-authority", "2026-11-23T14:00:00+01:00", AuthorityJp.Id) with { Submission = new(Id(503)) };
        Assert.Equal((DutyState.RevisionRequired, true), Stands(reviewed.After((another with { Authority = CertJp.Id }).Decide(reviewed))));
        var answered = reviewed.After(another.Decide(reviewed));
        Assert.Equal((DutyState.Met, false), Stands(answered));
        Assert.Equal((DutyState.Met, false), Stands(reviewed.After((another with { Corrects = new(Id(501)), Reason = "It was the draft." }).Decide(reviewed))));
        var passes = review with { Outcome = ReviewReport.Passed, Reasons = [] };
        Then.Happens(DutyEventCatalog.Catalog, passes.Decide(reviewed), new DutyEvent.DutyReportReviewed(new(Id(501)), ReviewReport.Passed, [], Person(AuthorityJp)));
        Assert.Equal((DutyState.Met, false), Stands(reviewed.After(passes.Decide(reviewed))));
        Assert.Equal((DutyState.RevisionRequired, true), Stands(answered.After((review with { Submission = new(Id(503)) }).Decide(answered))));

        static (DutyState?, bool) Stands(DutyFile file) => (Line("gdpr-authority", file).StateAt(Later), Line("gdpr-authority", file).IsOpen);
    }

    // APPI guidelines: about three to five days, of which the first is the day of awareness.
    [Fact]
    public void A_guidelines_range_is_kept_until_its_upper_end()
    {
        var file = Given(Decided);

        Assert.Equal(new DateTimeOffset(2026, 11, 24, 15, 0, 0, TimeSpan.Zero), Line("jp-appi-prompt", file).LateFrom);
        Assert.True(file.After(Submit("jp-appi-prompt", "2026-11-23T10:00:00+09:00").Decide(file)).Submissions.Single().Computed.InTime);
    }

    [Fact]
    public void A_corrected_submission_counts_no_more_and_stays()
    {
        var file = Given(Known);
        file = file.After(Submit("gdpr-authority", "2026-11-23T02:00:00+01:00").Decide(file));
        var correction = Submit("gdpr-authority", "2026-11-22T14:00:00+01:00") with { Submission = new(Id(502)), Corrects = new(Id(501)), Reason = "That was the receipt's time." };

        Then.Refused((correction with { Obligation = "dora-initial" }).Decide(file), RefusalCode.Invalid, "/corrects");
        Then.Refused((correction with { Reason = null }).Decide(file), RefusalCode.Invalid, "/reason");
        var corrected = file.After(correction.Decide(file));

        Assert.Equal(2, corrected.Submissions.Count);
        Assert.Equal([new SubmissionId(Id(502))], corrected.StandingSubmissions.Select(s => s.Id));
        Assert.True(Line("gdpr-authority", corrected).InTime);
        Then.Refused((correction with { Submission = new(Id(503)) }).Decide(corrected), RefusalCode.Invalid, "/corrects");
    }

    // Else an authority would lose what was submitted to it without a word.
    [Fact]
    public void What_an_authority_read_is_corrected_before_it()
    {
        var file = Given(Known);
        file = file.After(Submit("gdpr-authority", "2026-11-22T14:00:00+01:00", AuthorityJp.Id).Decide(file));
        var correction = Submit("gdpr-authority", "2026-11-22T13:00:00+01:00", AuthorityJp.Id) with { Submission = new(Id(502)), Corrects = new(Id(501)), Reason = "Misread." };

        Then.Refused((correction with { Authority = null }).Decide(file), RefusalCode.Invalid, "/authority");
        Then.Refused((correction with { Authority = CertJp.Id }).Decide(file), RefusalCode.Invalid, "/authority");
        Assert.IsType<Decision<DutyEvent>.Accepted>(correction.Decide(file));
    }

    [Fact]
    public void Nothing_pretends_to_be_filed()
    {
        var byHand = Submit("gdpr-authority", "2026-11-22T14:00:00+01:00");
        var here = Submit("gdpr-authority", at: null, AuthorityJp.Id);

        Then.Refused((byHand with { Receipt = null }).Decide(null), RefusalCode.Invalid, "/receipt");
        Then.Refused((byHand with { Addressee = null }).Decide(null), RefusalCode.Invalid, "/addressee");
        Then.Refused((byHand with { SubmittedAt = null }).Decide(null), RefusalCode.Invalid, "/submittedAt");
        Then.Refused((byHand with { SubmittedAt = "2026-11-22" }).Decide(null), RefusalCode.Invalid, "/submittedAt");
        Then.Refused((byHand with { SubmittedAt = "2026-11-24T00:00:01Z" }).Decide(null), RefusalCode.ImpossibleTime, "/submittedAt");
        Then.Refused((byHand with { Receipt = new("receipt.pdf", "ABC") }).Decide(null), RefusalCode.Invalid, "/receipt/sha256");
        Then.Refused((byHand with { Receipt = new("a\nb", new string('9', 64)) }).Decide(null), RefusalCode.Invalid, "/receipt/name");
        Then.Refused((byHand with { Way = "by_pigeon" }).Decide(null), RefusalCode.UnknownTerm, "/way");
        Then.Refused((byHand with { Obligation = "gdpr" }).Decide(null), RefusalCode.UnknownTerm, "/obligation");
        Then.Refused((here with { Authority = null }).Decide(null), RefusalCode.Invalid, "/authority");
        Then.Refused((here with { SubmittedAt = "2026-11-22T14:00:00+01:00" }).Decide(null), RefusalCode.Invalid, "/submittedAt");
        Then.Refused((here with { Report = null }).Decide(null), RefusalCode.Invalid, "/way");
        Then.Refused((here with { Report = here.Report! with { Bytes = ReportToDeliver.BytesMax + 1 } }).Decide(null), RefusalCode.Invalid, "/way"); // It has one.
        Then.Refused((here with { Profile = null }).Decide(null), RefusalCode.Invalid, "/way");
        Assert.Equal("2026-11-24T00:00:00Z", Given(Known).After(here.Decide(Given(Known))).Submissions.Single().SubmittedAt);
    }

    [Fact]
    public void What_is_delivered_here_is_kept_with_its_digest_and_is_not_undone()
    {
        var file = Given(Known);
        var here = Submit("gdpr-authority", at: null, AuthorityJp.Id);
        var delivered = file.After(here.Decide(file));

        var kept = Assert.Single(delivered.Submissions).Delivered!; // It was delivered.
        Assert.Equal((new string('7', 64), 2_048, TlpLabel.Amber), (kept.Sha256, kept.Bytes, kept.Label));
        Then.Refused((here with { Submission = new(Id(502)), Corrects = new(Id(501)), Reason = "Misread." }).Decide(delivered), RefusalCode.Invalid, "/corrects");
        Assert.Equal(2, delivered.After((here with { Submission = new(Id(502)) }).Decide(delivered)).StandingSubmissions.Count());
    }

    // Before reports were kept, a submission could say that one was delivered here of which nobody can say what it was.
    [Fact]
    public void A_delivery_of_which_nothing_was_kept_meets_nothing()
    {
        var file = Given(Known);
        var submitted = ((Decision<DutyEvent>.Accepted)Submit("gdpr-authority", at: null, AuthorityJp.Id).Decide(file)).Events.OfType<DutyEvent.DutyReportSubmitted>().Single();
        var pretended = Given([.. Known, submitted]);

        Assert.Null(Line("gdpr-authority", pretended).MetAt);
        Assert.Null(Line("gdpr-authority", pretended).For(AuthorityJp.Id).MetAt);
        Assert.NotNull(Line("gdpr-authority", pretended.After((Submit("gdpr-authority", at: null, AuthorityJp.Id) with { Submission = new(Id(502)) }).Decide(pretended))).MetAt);
    }

    [Fact]
    public void A_duty_is_met_when_each_named_authority_received_something()
    {
        var file = Given(Known);
        foreach (var authority in new[] { AuthorityJp.Id, CertJp.Id })
        {
            file = file.After(new AddressDuty(Incident, Owner, By, "gdpr-authority", authority, Rulebook.Shipped).Decide(file));
        }

        file = file.After(Submit("gdpr-authority", "2026-11-22T13:00:00+01:00").Decide(file)); // To somebody who takes no part.
        file = file.After((Submit("gdpr-authority", "2026-11-22T14:00:00+01:00", AuthorityJp.Id) with { Submission = new(Id(502)) }).Decide(file));
        var one = Line("gdpr-authority", file);
        Assert.Equal((null, (bool?)null), (one.MetAt, one.InTime));
        Assert.Equal((At("2026-11-22T13:00:00Z"), true), (one.For(AuthorityJp.Id).MetAt, one.For(AuthorityJp.Id).InTime));
        Assert.Equal((null, (bool?)null), (one.For(CertJp.Id).MetAt, one.For(CertJp.Id).InTime));

        file = file.After((Submit("gdpr-authority", "2026-11-23T08:00:00+01:00", CertJp.Id) with { Submission = new(Id(503)) }).Decide(file));
        var both = Line("gdpr-authority", file);
        Assert.Equal((At("2026-11-23T07:00:00Z"), false), (both.MetAt, both.InTime));
        Assert.Equal((At("2026-11-22T13:00:00Z"), true), (both.For(AuthorityJp.Id).MetAt, both.For(AuthorityJp.Id).InTime));
        Assert.Equal((At("2026-11-23T07:00:00Z"), false), (both.For(CertJp.Id).MetAt, both.For(CertJp.Id).InTime));

        static DateTimeOffset? At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    // GDPR art. 33 as if it had ended: whoever knew on its last day owes the report still.
    [Fact]
    public void A_rule_that_has_ended_runs_for_the_triggers_of_its_days()
    {
        var rulebook = RulebookDraft.Of(d =>
        {
            d["as_of"] = "2026-11-24";
            (d.Entry("obligations", "gdpr-authority")["effective_to"], d.Entry("obligations", "gdpr-authority")["status"]) = ("2026-11-20", "historical");
        });
        DutyLine Of(params DutyEvent[] events) =>
            FileDuties.Of("gdpr-authority", Given([.. Decided.Where(e => e is not DutyEvent.DutyFactRecorded), .. events]), Stated, rulebook)!; // It is in the rulebook.

        var (before, after, unknown) = (Of(Fact("awareness", "2026-11-20T23:00:00+01:00")), Of(Fact("awareness", "2026-11-21T01:00:00+01:00")), Of(Fact("detection", "2026-11-20T23:00:00+01:00")));
        Assert.Equal((true, true, "2026-11-23T23:00:00+01:00"), (before.Live, before.Listed, before.Due));
        Assert.Equal(("ruled_out", false), (after.Verdict, after.Listed));
        Assert.Equal(("ruled_out", false), (unknown.Verdict, unknown.Listed));
        Assert.Contains(new OwnerDuties(Stated, rulebook).Of(Given([.. Decided])), line => line.Obligation == "gdpr-authority");
    }

    [Fact]
    public void A_line_names_the_overlay_whose_rule_it_is()
    {
        var rulebook = RulebookDraft.Of(d => d["overlays"]!.AsArray().Add(JsonNode.Parse("""
            {
              "id": "fr-gdpr-authority", "obligation_id": "gdpr-authority", "country": "FR",
              "status": "in_force", "effective_from": "2026-06-01", "source": "Test overlay art. 1", "verified": true, "verified_at": "A test.",
              "changes": { "title": "As the French have it", "deadline": "PT48H" }
            }
            """)));
        var line = FileDuties.Of("gdpr-authority", Given(Known), Stated, rulebook)!; // It is in the rulebook.

        Assert.Equal(("fr-gdpr-authority", "2026-11-22T01:30:00+01:00", "Test overlay art. 1"), (line.Overlay, line.Due, line.Source));
        Assert.Equal(("As the French have it", "Test overlay art. 1"), (rulebook.Find(line.Obligation, line.Overlay)!.Title, rulebook.Find(line.Obligation, line.Overlay)!.Source));
        Assert.Same(rulebook.Find("gdpr-authority"), rulebook.Find("gdpr-authority", Line("gdpr-authority", Given(Known)).Overlay));
    }

    [Fact]
    public void Only_the_addressed_authority_reviews_and_a_revision_has_reasons()
    {
        var file = Given(Known);
        file = file.After(Submit("gdpr-authority", at: null, AuthorityJp.Id).Decide(file));
        var review = new ReviewReport(AuthorityJp.Id, Person(AuthorityJp), new(Id(501)), ReviewReport.RevisionRequired, ["The number of persons is missing."]);

        Then.Refused((review with { Authority = CertJp.Id }).Decide(file), RefusalCode.NotFound, "");
        Then.Refused((review with { Submission = new(Id(599)) }).Decide(file), RefusalCode.NotFound, "");
        Then.Refused(review.Decide(null), RefusalCode.NotFound, "");
        Then.Refused((review with { Outcome = "splendid" }).Decide(file), RefusalCode.UnknownTerm, "/outcome");
        Then.Refused((review with { Reasons = [] }).Decide(file), RefusalCode.Invalid, "/reasons");
        var closed = file.After(Close("All is submitted.").Decide(file));
        var reviewed = closed.After(review.Decide(closed));
        Assert.Equal(ReviewReport.RevisionRequired, reviewed.Submissions.Single().Review!.Outcome);
        Then.NothingHappens(review.Decide(reviewed));
        for (var round = reviewed; ; round = round.After((review with { Reasons = [$"Round {round.Entries}."] }).Decide(round)))
        {
            if (round.Submissions.Single().Review!.Rounds == ReviewReport.RoundsMax)
            {
                Then.Refused((review with { Outcome = ReviewReport.Passed, Reasons = [] }).Decide(round), RefusalCode.Invalid, "");
                break;
            }
        }
    }

    [Fact]
    public void An_authority_reads_what_was_addressed_to_it_and_nothing_else_of_the_line()
    {
        var file = Given(Known);
        file = file.After(Submit("gdpr-authority", "2026-11-22T14:00:00+01:00").Decide(file));
        file = file.After((Submit("gdpr-authority", at: null, AuthorityJp.Id) with { Submission = new(Id(502)) }).Decide(file));
        file = file.After(new AddressDuty(Incident, Owner, By, "gdpr-authority", CertJp.Id, Rulebook.Shipped).Decide(file));

        var whole = Line("gdpr-authority", file);
        Assert.Equal([CertJp.Id, AuthorityJp.Id], whole.Authorities);
        var addressed = whole.For(AuthorityJp.Id);
        Assert.Equal([new SubmissionId(Id(502))], addressed.Submissions.Select(s => s.Id));
        Assert.Equal((0, 0, null), (addressed.ProfileVersion, addressed.Submissions[0].Entry, addressed.Submissions[0].Computed.ProfileVersion));
        Assert.Equal([AuthorityJp.Id], addressed.Authorities);
        var named = whole.For(CertJp.Id);
        Assert.Empty(named.Submissions);
        Assert.Equal((null, (bool?)null), (named.MetAt, named.InTime));
        Assert.Equal(addressed.Submissions[0].SubmittedAt, NodaTime.Text.InstantPattern.General.Format(NodaTime.Instant.FromDateTimeOffset(addressed.MetAt!.Value))); // It was met.
        Assert.Equal(0, addressed.Submissions[0].Delivered!.Entry); // It was delivered.
        Assert.Equal(whole.Due, named.Due);
    }

    [Fact]
    public void An_authority_is_named_once()
    {
        var address = new AddressDuty(Incident, Owner, By, "gdpr-authority", AuthorityJp.Id, Rulebook.Shipped);
        var file = Given(Known).After(address.Decide(Given(Known)));

        Then.NothingHappens(address.Decide(file));
        Then.Refused((address with { Obligation = "gdpr" }).Decide(file), RefusalCode.UnknownTerm, "/obligation");
    }

    [Fact]
    public void A_closed_file_takes_no_entry()
    {
        var closed = Given([.. Known, new DutyEvent.DutyFileClosed("Done.", By)]);

        Then.NothingHappens(Close("Again.").Decide(closed));
        Then.Refused(Record("detection", "2026-11-20").Decide(closed), RefusalCode.Withdrawn, "");
        Then.Refused(Submit("gdpr-authority", "2026-11-22T14:00:00+01:00").Decide(closed), RefusalCode.Withdrawn, "");
        Then.Refused(Close(" ").Decide(null), RefusalCode.Invalid, "/reason");
        Then.Happens(DutyEventCatalog.Catalog, Close("Done.").Decide(null), new DutyEvent.DutyFileOpened(Incident, Owner), new DutyEvent.DutyFileClosed("Done.", By));
        Then.NothingHappens(new RemindOfDuty("gdpr-authority", "2026-11-23T00:30:00Z", 50, Stated, Rulebook.Shipped).Decide(closed));
    }

    // The law says promptly; three days are what this organisation wants of itself.
    [Fact]
    public void A_target_of_ones_own_is_policy_beside_a_law_without_a_number()
    {
        var line = Line("jp-appi-persons", Given(Known));

        Assert.Equal("no_statutory_period", line.Outcome);
        Assert.Null(line.Due);
        Assert.Null(line.LateFrom);
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 0, 30, 0, TimeSpan.Zero), line.PolicyDueAt);
    }

    private static CloseDutyFile Close(string reason) => new(Incident, Owner, By, reason);

    private static DecideSignificance Answered(AnsweredQuestion answer) =>
        new(Incident, Owner, PersonOfGrid, "dora_major", Holds: true, [answer], "It is evident.", Rulebook.Shipped);

    // Regulation (EU) 2024/2847 art. 14: a report that already said it all.
    [Fact]
    public void A_report_that_said_it_all_meets_the_stage_after_it_too()
    {
        var file = Given(Known);
        var early = Submit("cra-incident-early-warning", "2026-11-20T08:30:00+01:00") with { InsteadOf = "cra-incident-notification" };

        Then.Refused((early with { InsteadOf = "gdpr-authority" }).Decide(file), RefusalCode.UnknownTerm, "/insteadOf");
        Then.Refused((early with { InsteadOf = "cra-incident-early-warning" }).Decide(file), RefusalCode.UnknownTerm, "/insteadOf");
        var submitted = file.After(early.Decide(file));

        Assert.NotNull(Line("cra-incident-notification", submitted).MetAt);
        Assert.Equal("2026-12-20T23:59:59+01:00", Line("cra-incident-final", submitted).Due);
        Assert.Equal(["notification_submitted"], Line("cra-incident-final", file.After((early with { InsteadOf = null }).Decide(file))).Missing);
    }
}
