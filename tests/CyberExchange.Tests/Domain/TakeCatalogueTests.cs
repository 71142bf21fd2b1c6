using CyberExchange.Domain;
using CyberExchange.Domain.KnownExploited;
using Xunit;

namespace CyberExchange.Tests.Domain;

public sealed class TakeCatalogueTests
{
    private static readonly DateTimeOffset First = new(2026, 12, 1, 15, 0, 0, TimeSpan.Zero);
    private static readonly MemberId By = new(new Guid(1, 0, 0, new byte[8]));

    [Fact]
    public void Only_what_differs_is_stored()
    {
        var before = Taken(null, Catalogue(First, Known(1), Known(2), Known(3)));
        var changed = Known(2) with { Ransomware = true };

        var stated = Assert.Single(Events(before, Catalogue(First.AddDays(1), Known(1), changed, Known(4))));

        Assert.Equal([changed, Known(4)], stated.Stated);
        Assert.Equal([Known(3).Cve], stated.Withdrawn);
        var after = KnownExploitedCatalogue.Evolve(before, stated);
        Assert.Equal([Known(1), changed, Known(4)], after.Vulnerabilities.Values.OrderBy(one => one.Cve, StringComparer.Ordinal));
        Assert.Equal(First.AddDays(1), after.Version.ReleasedAt);
    }

    [Fact]
    public void A_later_catalogue_that_says_the_same_is_the_one_held_from_then_on()
    {
        var stated = Assert.Single(Events(Taken(null, Catalogue(First, Known(1))), Catalogue(First.AddDays(1), Known(1))));

        Assert.Equal((0, 0, First.AddDays(1)), (stated.Stated.Count, stated.Withdrawn.Count, stated.Catalogue.ReleasedAt));
    }

    [Fact]
    public void The_same_file_again_is_nothing_and_the_way_back_is_refused()
    {
        var held = Taken(null, Catalogue(First, Known(1)));

        Assert.Equal(Decision<KnownExploitedEvent>.Nothing, Catalogue(First, Known(1)).Decide(held));
        Assert.Equal((RefusalCode.VersionNotNewer, "/dateReleased"), Refused(held, Catalogue(First.AddDays(-1), Known(1), Known(2))));
        Assert.Equal((RefusalCode.VersionNotNewer, "/dateReleased"), Refused(held, Catalogue(First, Known(1), Known(2))));
    }

    [Fact]
    public void A_catalogue_that_lost_much_is_not_taken()
    {
        var all = Enumerable.Range(1, TakeCatalogue.WithdrawnMax + 2).Select(Known).ToArray();
        var held = Taken(null, Catalogue(First, all));

        Assert.Equal((RefusalCode.Invalid, "/vulnerabilities"), Refused(held, Catalogue(First.AddDays(1), all[..1])));
        Assert.Equal(TakeCatalogue.WithdrawnMax, Assert.Single(Events(held, Catalogue(First.AddDays(1), all[..2]))).Withdrawn.Count);
    }

    [Fact]
    public void A_catalogue_that_lost_much_is_taken_from_whoever_says_how_much()
    {
        var all = Enumerable.Range(1, TakeCatalogue.WithdrawnMax + 2).Select(Known).ToArray();
        var held = Taken(null, Catalogue(First, all));
        var later = Catalogue(First.AddDays(1), all[..1]);

        foreach (var other in new[] { 0, TakeCatalogue.WithdrawnMax, TakeCatalogue.WithdrawnMax + 2 })
        {
            Assert.Equal((RefusalCode.Invalid, "/vulnerabilities"), Refused(held, later with { Withdrawn = other }));
        }

        Assert.Equal(TakeCatalogue.WithdrawnMax + 1, Assert.Single(Events(held, later with { Withdrawn = TakeCatalogue.WithdrawnMax + 1 })).Withdrawn.Count);
    }

    [Fact]
    public void A_long_difference_is_several_events_and_says_each_vulnerability_once()
    {
        var all = Enumerable.Range(1, TakeCatalogue.EventVulnerabilitiesMax + 1).Select(Known).ToArray();

        var events = Events(null, Catalogue(First, all));

        Assert.Equal([TakeCatalogue.EventVulnerabilitiesMax, 1], events.Select(e => e.Stated.Count));
        Assert.Equal(all, KnownExploitedCatalogue.Fold(events)!.Vulnerabilities.Values.OrderBy(one => one.Cve, StringComparer.Ordinal)); // There are events.
    }

    private static ExploitedVulnerability Known(int number) =>
        new($"CVE-2026-{10_000 + number}", "Example Grid Works", "GridGate", "A weakness", new(2026, 12, 1), new(2026, 12, 22), Ransomware: false);

    private static TakeCatalogue Catalogue(DateTimeOffset releasedAt, params ExploitedVulnerability[] all) =>
        new(By, new($"{releasedAt:yyyy.MM.dd}", releasedAt, all.Length, $"{releasedAt:O} {all.Length}"), all);

    private static KnownExploitedCatalogue Taken(KnownExploitedCatalogue? state, TakeCatalogue catalogue) =>
        Events(state, catalogue).Aggregate(state, (KnownExploitedCatalogue? s, KnownExploitedEvent.KnownExploitedStated e) => KnownExploitedCatalogue.Evolve(s, e))!; // There are events.

    private static List<KnownExploitedEvent.KnownExploitedStated> Events(KnownExploitedCatalogue? state, TakeCatalogue catalogue) =>
        [.. Assert.IsType<Decision<KnownExploitedEvent>.Accepted>(catalogue.Decide(state)).Events.Cast<KnownExploitedEvent.KnownExploitedStated>()];

    private static (RefusalCode Code, string Pointer) Refused(KnownExploitedCatalogue state, TakeCatalogue catalogue) =>
        Assert.IsType<Decision<KnownExploitedEvent>.Refused>(catalogue.Decide(state)).Refusal is var refusal ? (refusal.Code, refusal.Pointer) : default;
}
