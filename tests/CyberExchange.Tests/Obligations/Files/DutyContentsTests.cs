using CyberExchange.Domain;
using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.Domain.Stored;
using CyberExchange.Tests.Domain;
using Xunit;

namespace CyberExchange.Tests.Obligations.Files;

public sealed class DutyContentsTests
{
    private static readonly SealedText Sealed = new(new(World.Id(301)), "AAECAwQFBgcICQoL8vRzZWFsZWQ", "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU");

    [Fact]
    public void A_row_is_stated_and_what_is_stated_again_replaces_it()
    {
        var once = Given(null, Fill("root-cause", "A leaked password."));
        var twice = Given(once, Fill("root-cause", "A guessed password."));

        Assert.Equal(["A guessed password."], twice.Find("root-cause")!.Values);
        Assert.Equal((DutyWorld.Incident, DutyWorld.Owner, 2), (twice.Incident, twice.Owner, twice.Changes));
        Assert.Single(twice.Rows);
    }

    [Fact]
    public void What_stands_already_changes_nothing()
    {
        Then.NothingHappens(Fill("affected-services", "payments", "cards").Decide(Given(null, Fill("affected-services", "payments", "cards"))));
        Then.NothingHappens(Fill("affected-services").Decide(null));
    }

    [Fact]
    public void The_order_of_a_list_is_part_of_it() =>
        Assert.Equal(["cards", "payments"], Given(Given(null, Fill("affected-services", "payments", "cards")), Fill("affected-services", "cards", "payments")).Find("affected-services")!.Values);

    [Fact]
    public void No_value_clears_a_row() =>
        Assert.Null(Given(Given(null, Fill("malice-suspected", "yes")), Fill("malice-suspected")).Find("malice-suspected"));

    [Fact]
    public void A_personal_row_holds_what_is_sealed_and_is_cleared_too()
    {
        var filled = Given(null, Fill("contact-point") with { Sealed = [Sealed] });

        Assert.Equal([Sealed], filled.Find("contact-point")!.Sealed);
        Assert.Empty(filled.Find("contact-point")!.Values);
        Assert.Null(Given(filled, Fill("contact-point")).Find("contact-point"));
    }

    [Fact]
    public void What_is_personal_never_stands_in_the_clear()
    {
        Assert.Throws<InvalidOperationException>(() => Fill("contact-point", "Duty analyst").Decide(null));
        Assert.Throws<InvalidOperationException>(() => (Fill("root-cause") with { Sealed = [Sealed] }).Decide(null));
    }

    [Fact]
    public void A_value_that_does_not_fit_its_row_is_refused_where_it_stands() =>
        Then.Refused(Fill("person-count", "many").Decide(null), RefusalCode.Invalid, "/values/0");

    [Fact]
    public void Rows_are_stated_so_often_and_no_more() =>
        Then.Refused(Fill("root-cause", "x").Decide(new(DutyWorld.Incident, DutyWorld.Owner, FillContent.ChangesMax, [])), RefusalCode.Invalid, "");

    [Fact]
    public void Facts_fill_rows_with_the_offset_of_their_zone_and_the_last_that_stands_counts()
    {
        var file = DutyWorld.Given([
            .. DutyWorld.Known,
            DutyWorld.Fact("classification", "2026-11-20T10:00:00", "Asia/Tokyo"),
            DutyWorld.Fact("handling_end", "2026-11-23"),
            DutyWorld.Fact("classification", "2026-11-20T10:30:00", "Asia/Tokyo", corrects: 3),
        ]);

        var stated = StatedFacts.Of(file);

        Assert.Equal("2026-11-20T10:30:00+09:00", stated["classification"]);
        Assert.Equal("2026-11-23", stated["handling_end"]);
    }

    private static FillContent Fill(string row, params string[] values) =>
        new(DutyWorld.Incident, DutyWorld.Owner, DutyWorld.By, ContentCatalog.Shipped.Find(row)!, values, []); // Rows of the tests are in the catalogue.

    private static DutyContents Given(DutyContents? state, FillContent command) =>
        ((Decision<DutyContentEvent>.Accepted)command.Decide(state)).Events.Aggregate(state, DutyContents.Evolve)!;
}
