using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using Xunit;
using static CyberExchange.Tests.Obligations.Files.DutyWorld;

namespace CyberExchange.Tests.Obligations.Files;

public sealed class OwnerDutiesTests
{
    private static readonly DutyFile[] Files =
    [
        Given([.. Known]),
        Given([.. Decided, Fact("incident_occurrence", "2026-11-18T01:00:00Z"), Fact("classification", "2026-11-20T03:00:00Z")]),
        Given([.. Known, .. Rulebook.Shipped.Conditions.Select(c => new DutyEvent.DutySignificanceDecided(c.Id, Holds: true, [], "It is evident.", By))]),
        Given([.. Known, new DutyEvent.DutyFileClosed("It is done.", By)]),
        Reported(Given([.. Known])),
        Reported(Given([.. Known])) with { ClosedBecause = "It is done." },
    ];

    /// <summary>Every kind of entity that a rule binds, and all of them at once, under the law of either side and of both.</summary>
    public static TheoryData<string[]> Kinds()
    {
        var kinds = Rulebook.Shipped.Obligations.SelectMany(o => o.EntityKinds).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        IEnumerable<string[]> sets = [.. kinds.Select(k => new[] { k }), [], [.. kinds], ["financial_entity", "essential_entity"]];
        return [.. sets.Select(set => new TheoryDataRow<string[]>(set))];
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Nothing_is_left_out_that_a_list_shows(string[] kinds)
    {
        var sectors = Rulebook.Shipped.Obligations.SelectMany(o => o.Sectors).Distinct(StringComparer.Ordinal).ToList();
        foreach (var sides in new Jurisdiction[][] { [Jurisdiction.EU], [Jurisdiction.JP], [Jurisdiction.EU, Jurisdiction.JP], [] })
        {
            foreach (var (held, country) in new[] { (sectors, "FR"), (sectors, "GR"), (["banking"], "FR"), ([], (string?)null) })
            {
                var profile = new StatedProfile(Owner, BankGroup with { EntityKinds = kinds, Sectors = held, Jurisdictions = sides, MemberState = country, Size = null }, Version: 1);
                var duties = new OwnerDuties(profile, Rulebook.Shipped);
                Assert.All(Files, file => Assert.Equal(Written(Stay(file, profile)), Written(duties.Of(file))));
            }
        }
    }

    [Fact]
    public void The_files_show_what_is_listed_and_what_stays_of_a_closed_one()
    {
        var counts = Files.Select(file => new OwnerDuties(Stated, Rulebook.Shipped).Of(file).Count).ToList();

        Assert.All(counts.Take(3), count => Assert.True(count > 1));
        Assert.Equal((0, 1), (counts[3], counts[5]));
        Assert.Empty(new OwnerDuties(profile: null, Rulebook.Shipped).Of(Files[0]));
    }

    // The slow and obvious way: every rule is computed, and then looked at.
    private static IEnumerable<DutyLine> Stay(DutyFile file, StatedProfile profile) =>
        FileDuties.Of(file, profile, Rulebook.Shipped).Where(line => line.Submissions.Count > 0 || (line.Listed && !file.IsClosed));

    // A duty that binds a telecommunications carrier: that no bank owes it does not undo that a report was made.
    private static DutyFile Reported(DutyFile file) => file.After(Submit("jp-tba-detailed", "2026-11-21T10:00:00+09:00").Decide(file));

    private static List<string> Written(IEnumerable<DutyLine> lines) =>
        [.. lines.Select(line => System.Text.Encoding.UTF8.GetString(CanonicalJson.Write(line, DutyJson.Default.DutyLine)))];
}
