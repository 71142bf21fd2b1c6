using System.CommandLine;
using System.Security.Cryptography;
using CyberExchange.Contracts.Duties;
using CyberExchange.Contracts.Partners;

namespace CyberExchange.Cli.Duties;

/// <summary>Records when something happened.</summary>
public sealed class RecordDutyFact : DutyEntry
{
    private readonly Argument<string> _fact = new("FACT") { Description = "Such as incident_occurrence, detection, awareness, classification, corrective_measure or handling_end." };
    private readonly Argument<string> _at = new("AT") { Description = "RFC 3339, a local time without an offset, or a date." };
    private readonly Option<string?> _zone = new("--zone") { Description = "IANA zone in which it is stated.", HelpName = "ZONE" };
    private readonly Option<string?> _evidence = new("--evidence") { Description = "Where it can be seen; no personal data.", HelpName = "TEXT" };
    private readonly Option<int?> _corrects = new("--corrects") { Description = "The entry that was wrong; it stays visible.", HelpName = "ENTRY" };
    private readonly Option<string?> _reason = new("--reason") { Description = "Why it was wrong.", HelpName = "TEXT" };

    public RecordDutyFact(CyxContext context)
        : base(context, "fact", "Record when something happened in an incident of yours, or correct it; the first fact opens the file.",
        [
            "cyx --as grid-jp duty fact 019a0000-0000-7000-8000-000000000001 awareness 2026-11-20T09:30 --zone Asia/Tokyo --evidence \"Ticket 4711\"",
            "cyx --as grid-jp duty fact 019a0000-0000-7000-8000-000000000001 awareness 2026-11-20T08:10 --zone Asia/Tokyo --corrects 2 --reason \"The alert was read earlier.\"",
        ])
    {
        Add(_fact);
        Add(_at);
        Add(_zone);
        Add(_evidence);
        Add(_corrects);
        Add(_reason);
    }

    protected override (string Path, Func<HttpContent> Body) Read(CyxSession session) => ("facts", ExchangeWrite.Json(new RecordFactRequest
    {
        Fact = session.Value(_fact),
        At = session.Value(_at),
        Zone = session.Value(_zone),
        Evidence = session.Value(_evidence),
        Corrects = session.Value(_corrects),
        Reason = session.Value(_reason),
    }));

    protected override string Done(Guid id) => $"recorded in the duty file of {id}";
}

/// <summary>Decides a question on which duties hang.</summary>
public sealed class DecideSignificance : DutyEntry
{
    private readonly Argument<string> _condition = new("CONDITION") { Description = "Such as nis2_significant or personal_data_breach; duty file lists them." };
    private readonly Option<bool> _yes = new("--yes") { Description = "It holds." };
    private readonly Option<bool> _no = new("--no") { Description = "It does not." };
    private readonly Option<string> _reason = new("--reason") { Description = "Why.", HelpName = "TEXT", Required = true };
    private readonly Option<string[]> _answers = new("--answer") { Description = "THRESHOLD/QUESTION=ANSWER, or QUESTION=ANSWER in your own words; as often as needed.", HelpName = "QUESTION=ANSWER" };

    public DecideSignificance(CyxContext context)
        : base(context, "decide", "Decide, as a person, a question on which duties of an incident of yours hang; the exchange never does.",
            ["cyx --as grid-jp duty decide 019a0000-0000-7000-8000-000000000001 personal_data_breach --yes --reason \"A customer file was copied.\""])
    {
        Add(_condition);
        Add(_yes);
        Add(_no);
        Add(_reason);
        Add(_answers);
    }

    protected override (string Path, Func<HttpContent> Body) Read(CyxSession session)
    {
        if (session.Value(_yes) == session.Value(_no))
        {
            throw CyxFailure.Usage("say --yes or --no");
        }

        return ("decisions", ExchangeWrite.Json(new DecideSignificanceRequest
        {
            Condition = session.Value(_condition),
            Holds = session.Value(_yes),
            Answers = [.. (session.Value(_answers) ?? []).Select(Answer)],
            Reason = session.Value(_reason)!,
        }));
    }

    protected override string Done(Guid id) => $"decided in the duty file of {id}";

    private static AnswerDocument Answer(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        if (at <= 0)
        {
            throw CyxFailure.Usage($"--answer {text} is not QUESTION=ANSWER");
        }

        var (question, answer) = (text[..at], text[(at + 1)..]);
        return question.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? new(question[(slash + 1)..], answer, question[..slash]) : new(question, answer);
    }
}

/// <summary>Names the authority to which a duty is owed.</summary>
public sealed class AddressDuty : DutyEntry
{
    private readonly Argument<string> _obligation = new("OBLIGATION") { Description = "The duty." };
    private readonly Argument<string> _authority = new("AUTHORITY") { Description = "Id or handle of an authority or a CERT." };

    public AddressDuty(CyxContext context)
        : base(context, "address", "Name the authority to which a duty is owed: it sees this duty, and when it is due, from then on.",
            ["cyx --as grid-jp duty address 019a0000-0000-7000-8000-000000000001 gdpr-authority authority-eu"])
    {
        Add(_obligation);
        Add(_authority);
    }

    protected override (string Path, Func<HttpContent> Body) Read(CyxSession session) =>
        ("addressees", ExchangeWrite.Json(new AddressDutyRequest { Obligation = session.Value(_obligation), Authority = session.Value(_authority) }));

    protected override string Done(Guid id) => $"addressed in the duty file of {id}";
}

/// <summary>Records that a report was submitted.</summary>
public sealed class SubmitReport : DutyEntry
{
    private readonly Argument<string> _obligation = new("OBLIGATION") { Description = "The duty that it meets." };
    private readonly Option<string?> _at = new("--at") { Description = "When it was filed, RFC 3339; left out where it is delivered here.", HelpName = "TIME" };
    private readonly Option<string?> _to = new("--to") { Description = "Who received it, in words.", HelpName = "TEXT" };
    private readonly Option<string?> _authority = new("--authority") { Description = "The partner that received it and may read this entry.", HelpName = "PARTNER" };
    private readonly Option<string?> _receipt = new("--receipt") { Description = "The receipt's file: its name and SHA-256 are recorded, it is not sent: duty attach has it kept.", HelpName = "FILE" };
    private readonly Option<string?> _form = new("--form") { Description = "The Japanese common form of what is delivered here, where it is not the one of the incident's class.", HelpName = "FORM" };
    private readonly Option<string?> _insteadOf = new("--instead-of") { Description = "A later stage that is not submitted because this report said it all.", HelpName = "OBLIGATION" };
    private readonly Option<Guid?> _corrects = new("--corrects") { Description = "The submission that was recorded wrongly.", HelpName = "ID" };
    private readonly Option<string?> _reason = new("--reason") { Description = "Why it was wrong.", HelpName = "TEXT" };

    public SubmitReport(CyxContext context)
        : base(context, "submit", "Record that a report was filed by hand, with its receipt; or deliver it as it stands to an authority that reads it here: duty report shows it before.",
        [
            "cyx --as grid-jp duty submit 019a0000-0000-7000-8000-000000000001 gdpr-authority --at 2026-11-21T17:40+01:00 --to \"Supervisory authority, web form\" --receipt receipt.pdf",
            "cyx --as grid-jp duty submit 019a0000-0000-7000-8000-000000000001 gdpr-authority --authority authority-eu",
        ])
    {
        Add(_obligation);
        Add(_at);
        Add(_to);
        Add(_authority);
        Add(_receipt);
        Add(_form);
        Add(_insteadOf);
        Add(_corrects);
        Add(_reason);
    }

    protected override (string Path, Func<HttpContent> Body) Read(CyxSession session) => ("submissions", ExchangeWrite.Json(new SubmitReportRequest
    {
        Obligation = session.Value(_obligation),
        Way = session.Value(_at) is null ? "delivered_here" : "filed_by_hand",
        SubmittedAt = session.Value(_at),
        Addressee = session.Value(_to),
        Authority = session.Value(_authority),
        Receipt = session.Value(_receipt) is { } path ? Receipt(session, path) : null,
        Form = session.Value(_form),
        InsteadOf = session.Value(_insteadOf),
        Corrects = session.Value(_corrects),
        Reason = session.Value(_reason),
    }));

    protected override string Done(Guid id) => $"recorded submission {id}";

    private static ReceiptDocument Receipt(CyxSession session, string path)
    {
        using var file = session.OpenFile(path);
        return new(Path.GetFileName(path), Convert.ToHexStringLower(SHA256.HashData(file)));
    }
}

/// <summary>Reviews what was submitted to the caller's organisation.</summary>
public sealed class ReviewReport : DutyEntry
{
    private readonly Argument<Guid> _submission = new("SUBMISSION") { Description = "Id of the submission; duty list --addressed-to-me has it." };
    private readonly Option<string[]> _reasons = new("--revise") { Description = "Why it is to be revised, as often as needed; without, it passed.", HelpName = "REASON" };

    public ReviewReport(CyxContext context)
        : base(context, "review", "Say of a report that was submitted to your organisation that it passed, or why it is to be revised.",
            ["cyx --as authority-eu duty review 019a0000-0000-7000-8000-000000000001 019a0000-0000-7000-8000-000000000002 --revise \"The number of persons concerned is missing.\""])
    {
        Add(_submission);
        Add(_reasons);
    }

    protected override (string Path, Func<HttpContent> Body) Read(CyxSession session)
    {
        var reasons = session.Value(_reasons) ?? [];
        return ($"submissions/{session.Value(_submission):D}/review", ExchangeWrite.Json(new ReviewReportRequest
        {
            Outcome = reasons.Length > 0 ? "revision_required" : "passed",
            Reasons = reasons,
        }));
    }

    protected override string Done(Guid id) => $"reviewed submission {id}";
}

/// <summary>Closes a duty file.</summary>
public sealed class CloseDutyFile : DutyEntry
{
    private readonly Option<string> _reason = new("--reason") { Description = "Why it is done.", HelpName = "TEXT", Required = true };

    public CloseDutyFile(CyxContext context)
        : base(context, "close", "Close a duty file: nothing more is computed or reminded of; what was submitted stays.",
            ["cyx --as grid-jp duty close 019a0000-0000-7000-8000-000000000001 --reason \"Every report passed.\""]) => Add(_reason);

    protected override (string Path, Func<HttpContent> Body) Read(CyxSession session) =>
        ("closing", ExchangeWrite.Json(new ReasonRequest { Reason = session.Value(_reason)! }));

    protected override string Done(Guid id) => $"closed the duty file of {id}";
}
