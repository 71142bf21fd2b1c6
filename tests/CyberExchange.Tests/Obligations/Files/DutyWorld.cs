using CyberExchange.Domain;
using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.Domain.Sharing;
using static CyberExchange.Tests.Domain.World;

namespace CyberExchange.Tests.Obligations.Files;

/// <summary>A Japanese bank group with a branch in France, and the file of one of its incidents.</summary>
internal static class DutyWorld
{
    public static readonly IncidentId Incident = new(Id(401));

    /// <summary>The morning after the long weekend in Tokyo.</summary>
    public static readonly DateTimeOffset Later = new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);

    public static PartnerId Owner => GridJp.Id;

    public static MemberId By => Person(GridJp);

    public static DutyProfile BankGroup { get; } = new()
    {
        EntityKinds = ["financial_entity", "controller", "bank", "business operator handling personal information"],
        Sectors = ["banking", "finance"],
        Jurisdictions = [Jurisdiction.EU, Jurisdiction.JP],
        Size = "large",
        MemberState = "FR",
        Zone = "Europe/Paris",
        ReliefExcluded = false,
        EntityFacts = [],
        Targets = [new("jp-appi-persons", 72)],
    };

    public static StatedProfile Stated { get; } = new(Owner, BankGroup, Version: 1);

    /// <summary>Opened, and known since 20 November 2026, 09:30 in Tokyo.</summary>
    public static DutyEvent[] Known { get; } = [new DutyEvent.DutyFileOpened(Incident, Owner), Fact("awareness", "2026-11-20T09:30:00+09:00")];

    /// <summary>A customer file leaked, and not by accident.</summary>
    public static DutyEvent[] Decided { get; } =
    [
        .. Known,
        .. new[] { "personal_data_breach", "gdpr_risk", "dora_major", "appi_reportable", "appi_wrongful_purpose", "fsa_reportable", "fsa_not_restored" }
            .Select(condition => new DutyEvent.DutySignificanceDecided(condition, Holds: true, [], "It is evident.", By)),
    ];

    public static DutyEvent.DutyFactRecorded Fact(string fact, string at, string? zone = null, int? corrects = null) =>
        new(fact, at, zone, Evidence: null, corrects, corrects is null ? null : "It was read wrongly.", By);

    public static RecordFact Record(string fact, string at, string? zone = null, int? corrects = null) => new(Incident, Owner, By, Later)
    {
        Fact = fact,
        At = at,
        Zone = zone,
        Evidence = null,
        Corrects = corrects,
        Reason = corrects is null ? null : "It was read wrongly.",
    };

    public static SubmitReport Submit(string obligation, string? at, PartnerId? authority = null) => new(Incident, Owner, By, new(Id(501)), Later)
    {
        Obligation = obligation,
        SubmittedAt = at,
        Way = at is null ? DutySubmission.DeliveredHere : DutySubmission.FiledByHand,
        Addressee = "The authority",
        Authority = authority,
        Receipt = at is null ? null : new("receipt.pdf", new string('9', 64)),
        Report = at is null ? new(new string('7', 64), 2_048, new(Id(601)), new string('a', 128), TlpLabel.Amber) : null,
        InsteadOf = null,
        Corrects = null,
        Reason = null,
        Profile = Stated,
        Rulebook = Rulebook.Shipped,
    };

    public static DutyFile Given(params IEnumerable<DutyEvent> events) => DutyFile.Fold(events)!; // Every history here begins with the opening.

    public static DutyLine Line(string obligation, DutyFile file, StatedProfile? profile = null) =>
        FileDuties.Of(obligation, file, profile ?? Stated, Rulebook.Shipped)!; // Ids of the tests are in the rulebook.

    /// <summary>The file after a command that must be accepted.</summary>
    public static DutyFile After(this DutyFile file, Decision<DutyEvent> decision) =>
        ((Decision<DutyEvent>.Accepted)decision).Events.Aggregate(file, DutyFile.Evolve);
}
