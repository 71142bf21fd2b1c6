using System.Text;
using System.Text.Json.Nodes;
using CyberExchange.Bench.Sharing;
using CyberExchange.Domain;
using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Bench.Duties;

/// <summary>A hundred partners of five kinds and the files of their incidents, always the same for the same number.</summary>
internal static class DutyWorld
{
    private const int Owners = 100;

    /// <summary>How many files the partner has whose list is read: half of the smallest world.</summary>
    private const int ListedFiles = 500;

    private const int MonthMinutes = 30 * 24 * 60;

    private static readonly DateTimeOffset Begin = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Lists are asked for then: two of three files became known before.</summary>
    public static readonly DateTimeOffset Now = Begin.AddDays(20);

    private static readonly Kind[] Kinds =
    [
        new(["financial_entity", "controller", "bank", "business operator handling personal information"], ["banking", "finance"], [Jurisdiction.EU, Jurisdiction.JP],
            ["dora_major", "personal_data_breach", "gdpr_risk", "appi_reportable"], "dora-initial"),
        new(["essential_entity", "controller"], ["eu.energy.electricity"], [Jurisdiction.EU], ["nis2_significant", "personal_data_breach", "gdpr_risk"], "nis2-early-warning"),
        new(["manufacturer_of_products_with_digital_elements", "controller"], ["product_security"], [Jurisdiction.EU], ["cra_exploited", "personal_data_breach"], "cra-vuln-early-warning"),
        new(["business operator handling personal information", "listed_company"], ["jp_critical_infrastructure"], [Jurisdiction.JP], ["appi_reportable", "tse_material"], "jp-appi-prompt"),
        new(["controller"], ["all"], [Jurisdiction.EU], ["personal_data_breach", "gdpr_risk"], "gdpr-authority"),
    ];

    private sealed record Kind(
        IReadOnlyList<string> Entities, IReadOnlyList<string> Sectors, IReadOnlyList<Jurisdiction> Sides, IReadOnlyList<string> Conditions, string Submits);

    /// <summary>The partner whose list is read: a bank group under the laws of both sides.</summary>
    public static PartnerId Listed => Owner(0);

    public static IEnumerable<DutyProfileEvent.DutyProfileStated> Profiles() => Enumerable.Range(0, Owners).Select(number => new DutyProfileEvent.DutyProfileStated(
        Owner(number),
        new()
        {
            EntityKinds = KindOf(number).Entities,
            Sectors = KindOf(number).Sectors,
            Jurisdictions = KindOf(number).Sides,
            Size = "large",
            MemberState = KindOf(number).Sides.Contains(Jurisdiction.EU) ? "FR" : null,
            Zone = KindOf(number).Sides.Contains(Jurisdiction.EU) ? "Europe/Paris" : "Asia/Tokyo",
            ReliefExcluded = false,
            EntityFacts = [],
            Targets = [],
        },
        Person(number)));

    /// <summary>An open file: what was recorded, decided, addressed and submitted of one incident.</summary>
    public static DutyFile File(int number) => DutyFile.Fold(Events(number))!; // Every file begins with its opening.

    /// <summary>The shipped rules with another period in one of them.</summary>
    public static Rulebook Rules(string version, string deadline)
    {
        var document = JsonNode.Parse(Rulebook.Shipped.Document.Span)!;
        document["version"] = version;
        document["obligations"]!.AsArray().Single(o => (string?)o!["id"] == "gdpr-authority")!["deadline"] = deadline;
        var reading = RulebookReader.Read(Encoding.UTF8.GetBytes(document.ToJsonString()));
        return reading.Rulebook ?? throw new InvalidOperationException($"The rulebook of the bench is faulty: {string.Join(' ', reading.Faults)}");
    }

    private static IEnumerable<DutyEvent> Events(int number)
    {
        var draw = new Draw(number);
        var owner = number < ListedFiles ? 0 : 1 + (number % (Owners - 1));
        var (by, kind) = (Person(owner), KindOf(owner));
        var known = Begin.AddMinutes(draw.Below(MonthMinutes));
        yield return new DutyEvent.DutyFileOpened(new(WorldIds.Of(6, number)), Owner(owner));
        yield return Fact("incident_occurrence", known.AddHours(-draw.Below(200)));
        yield return Fact("detection", known.AddMinutes(-draw.Below(600)));
        yield return Fact("awareness", known);
        if (!draw.OneIn(3))
        {
            yield return Fact("classification", known.AddHours(draw.Below(20)));
        }

        foreach (var condition in kind.Conditions.Where(_ => !draw.OneIn(4)))
        {
            yield return new DutyEvent.DutySignificanceDecided(condition, !draw.OneIn(6), [], "Systems of customers stood still for hours.", by);
        }

        if (draw.OneIn(10))
        {
            yield return new DutyEvent.DutyAddressed(kind.Submits, Owner(Owners + draw.Below(10)), by);
        }

        if (draw.OneIn(4))
        {
            var at = known.AddHours(1 + draw.Below(60));
            yield return new DutyEvent.DutyReportSubmitted(
                new(WorldIds.Of(7, number)), kind.Submits, Text(at), DutySubmission.FiledByHand, "The authority", null, new("receipt.pdf", new string('9', 64)), null,
                new(Rulebook.Shipped.Version.Id, Rulebook.Shipped.Version.Digest, 1, "computed", null, null, null, null), null, null, by);
        }

        DutyEvent.DutyFactRecorded Fact(string fact, DateTimeOffset at) => new(fact, Text(at), null, "Line 17 of the log of the gateway.", null, null, by);
    }

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture);

    private static Kind KindOf(int owner) => Kinds[owner % Kinds.Length];

    private static PartnerId Owner(int number) => new(WorldIds.Of(1, number));

    private static MemberId Person(int owner) => new(WorldIds.Of(2, owner));
}
