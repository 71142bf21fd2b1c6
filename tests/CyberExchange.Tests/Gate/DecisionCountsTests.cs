using System.Globalization;
using CyberExchange.Server.Gate;
using CyberExchange.Storage.Audit;
using Xunit;

namespace CyberExchange.Tests.Gate;

/// <summary>How decisions of the gate are counted before they are written down.</summary>
public sealed class DecisionCountsTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 26, 9, 0, 0, TimeSpan.Zero);

    private static readonly DecisionKind Member = new("admitted", null, Guid.CreateVersion7(), Guid.CreateVersion7(), new string('a', 64), null);

    private readonly DecisionCounts _counts = new();

    [Fact]
    public void The_first_is_due_at_once_and_what_repeats_it_when_its_minute_is_over()
    {
        _counts.Count(Member, Start);
        var first = Write(Start);
        Assert.Equal((1L, Start, Start), Spanned(Assert.Single(first)));
        Assert.Equal((Member.Partner, Member.Member, Member.Key), (first[0].PartnerId, first[0].MemberId, first[0].KeySha256));

        for (var second = 1; second < 60; second++)
        {
            _counts.Count(Member, Start.AddSeconds(second));
            Assert.Empty(Write(Start.AddSeconds(second)));
        }

        Assert.Equal((59L, Start.AddSeconds(1), Start.AddSeconds(59)), Spanned(Assert.Single(Write(Start.AddMinutes(1)))));
        Assert.Empty(Write(Start.AddMinutes(2)));
        _counts.Count(Member, Start.AddMinutes(3));
        Assert.Equal((1L, Start.AddMinutes(3), Start.AddMinutes(3)), Spanned(Assert.Single(Write(Start.AddMinutes(3)))));
    }

    [Fact]
    public void What_could_not_be_written_goes_on_counting_and_what_came_meanwhile_is_not_lost()
    {
        _counts.Count(Member, Start);
        Assert.Single(_counts.DueAt(Start)); // And the database is away.
        _counts.Count(Member, Start.AddSeconds(1));
        var due = _counts.DueAt(Start.AddSeconds(1));
        _counts.Count(Member, Start.AddSeconds(2));
        DecisionCounts.Written(due, Start.AddSeconds(2));

        Assert.Equal((2L, Start, Start.AddSeconds(1)), Spanned(Assert.Single(due).Row));
        Assert.Empty(_counts.DueAt(Start.AddSeconds(3)));
        Assert.Equal((1L, Start.AddSeconds(1), Start.AddSeconds(2)), Spanned(Assert.Single(_counts.DueAt(Start.AddSeconds(3), all: true)).Row));
    }

    [Fact]
    public void Outcomes_and_callers_are_told_apart()
    {
        _counts.Count(Member, Start);
        _counts.Count(Member with { Decision = "not-permitted" }, Start);
        _counts.Count(Member with { Decision = "certificate-refused", Fault = "expired" }, Start);
        _counts.Count(Member with { Decision = "certificate-refused", Fault = "revoked" }, Start);
        _counts.Count(Member with { Key = new string('b', 64) }, Start);
        _counts.Count(Member, Start);

        Assert.Equal([1L, 1L, 1L, 1L, 2L], Write(Start).Select(row => row.Times).Order());
    }

    [Fact]
    public void A_flood_of_strangers_adds_to_a_number_and_takes_no_partners_place()
    {
        const int flood = 3 * DecisionCounts.StrangersMax;
        for (var i = 0; i < flood; i++)
        {
            _counts.Count(Stranger(i), Start);
        }

        _counts.Count(Member, Start);
        var rows = Write(Start);

        Assert.Equal(DecisionCounts.StrangersMax + 2, rows.Count); // The strangers told apart, all others, and the member.
        Assert.Equal(flood - DecisionCounts.StrangersMax, Assert.Single(rows, row => row is { KeySha256: null, Address: null, PartnerId: null }).Times);
        Assert.Equal(flood + 1, rows.Sum(row => row.Times));
        Assert.Equal(Member.Partner, Assert.Single(rows, row => row.PartnerId is not null).PartnerId);

        Assert.Empty(Write(Start.AddMinutes(1))); // They rest, and make room.
        _counts.Count(Stranger(flood), Start.AddMinutes(1));
        Assert.Equal(Stranger(flood).Address, Assert.Single(Write(Start.AddMinutes(1))).Address);
    }

    [Fact]
    public async Task Nothing_is_lost_between_threads_that_count_and_one_that_writes()
    {
        const int threads = 4, each = 20_000;
        var counting = Enumerable.Range(0, threads).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < each; i++)
            {
                _counts.Count(Member with { Decision = (i % 7).ToString(CultureInfo.InvariantCulture) }, Start);
            }
        })).ToArray();
        long written = 0;
        for (var minute = 0; !Task.WhenAll(counting).IsCompleted; minute++)
        {
            written += Write(Start.AddMinutes(minute)).Sum(row => row.Times);
        }

        await Task.WhenAll(counting);
        written += _counts.DueAt(Start, all: true).Sum(due => due.Row.Times);
        Assert.Equal(threads * each, written);
    }

    private static DecisionKind Stranger(int i) => new("certificate-missing", null, null, null, null, $"192.0.2.{i}");

    private static (long, DateTimeOffset, DateTimeOffset) Spanned(AuditDecision row) => (row.Times, row.FirstAt, row.LastAt);

    private List<AuditDecision> Write(DateTimeOffset now)
    {
        var due = _counts.DueAt(now);
        DecisionCounts.Written(due, now);
        return [.. due.Select(d => d.Row)];
    }
}
