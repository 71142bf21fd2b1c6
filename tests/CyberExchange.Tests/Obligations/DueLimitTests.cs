using System.Text.Json;
using CyberExchange.Domain.Obligations;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace CyberExchange.Tests.Obligations;

/// <summary>When something was in time, and when something is free.</summary>
public sealed class DueLimitTests
{
    [Theory]
    [InlineData("2026-12-25T22:59:59.9999999Z", true)]
    [InlineData("2026-12-25T23:00:00Z", false)]
    public void A_day_ends_with_the_midnight_of_its_zone(string submitted, bool isInTime)
    {
        var due = Compute("cra-vuln-final", """{"corrective_measure":"2026-12-11","zone":"Europe/Brussels","holidays":["2026-12-25"]}""").Due!.Value;

        Assert.Equal(isInTime, due.IsMetBy(InstantPattern.ExtendedIso.Parse(submitted).Value));
    }

    [Theory]
    [InlineData("2026-11-21T09:00:00Z", true)]
    [InlineData("2026-11-21T09:00:00.000000001Z", false)]
    public void Hours_end_with_their_last_instant(string submitted, bool isInTime)
    {
        var due = Compute("nis2-early-warning", """{"awareness":"2026-11-20T09:00:00Z"}""").Due!.Value;

        Assert.Equal(isInTime, due.IsMetBy(InstantPattern.ExtendedIso.Parse(submitted).Value));
    }

    [Theory]
    [InlineData("2026-11-23T11:00:00Z", true)]
    [InlineData("2026-11-23T11:00:01Z", false)]
    public void Noon_is_noon(string submitted, bool isInTime)
    {
        var latest = Compute("dora-intermediate", """{"notification_submitted":"2026-11-18T10:40:00Z","zone":"Europe/Madrid","holidays":[]}""").Latest!.Value;

        Assert.Equal(isInTime, latest.IsMetBy(InstantPattern.ExtendedIso.Parse(submitted).Value));
    }

    [Fact]
    public void A_standstill_is_over_with_the_next_midnight()
    {
        var due = Compute("jp-espa-prior", """{"planned_change":"2026-12-01"}""").Due!.Value;

        Assert.Equal(Instant.FromUtc(2026, 12, 30, 15, 0), due.FreeFrom);
    }

    // In the Azores the clocks go from 00:00 to 01:00: the day before ends with its last second all the same.
    [Fact]
    public void A_day_ends_where_the_next_midnight_never_comes()
    {
        var result = Compute("nis2-final", """{"notification_submitted":"2026-02-28","zone":"Atlantic/Azores"}""");

        Assert.Equal("2026-03-28T23:59:59-01:00", result.Text(result.Due));
        Assert.Equal(Instant.FromUtc(2026, 3, 29, 1, 0), result.Due!.Value.FreeFrom);
    }

    private static ClockResult Compute(string id, string facts)
    {
        using var json = JsonDocument.Parse(facts);
        return DutyClock.Compute(Rulebook.Shipped.Find(id)!, ClockFactsReader.Read(json.RootElement, "", []));
    }
}
