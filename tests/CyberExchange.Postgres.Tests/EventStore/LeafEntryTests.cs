using System.Text;
using CyberExchange.EventStore;
using Xunit;

namespace CyberExchange.Postgres.Tests.EventStore;

public sealed class LeafEntryTests(LogDatabase database) : IClassFixture<LogDatabase>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void The_encoding_is_the_one_that_is_written_down()
    {
        // Derived outside this program, from the remarks of LeafEntry alone.
        var e = new NewEvent
        {
            Id = new Guid("0190a5b2-1c3d-7e4f-8a6b-0123456789ab"),
            Type = "incident.reported",
            TypeVersion = 1,
            Body = Encoding.UTF8.GetBytes("""{"title":"電力"}"""),
            Addressing = """{"label":"GREEN"}"""u8.ToArray(),
            PersonalCommitments = [Enumerable.Repeat((byte)0xaa, LeafEntry.CommitmentBytes).ToArray()],
        };
        var salts = Enumerable.Range(0, LeafEntry.SaltsBytes).Select(i => (byte)i).ToArray();

        var entry = LeafEntry.Compute(
            e, "incident-1", new DateTimeOffset(2026, 3, 1, 12, 0, 0, 123, 456, TimeSpan.Zero), """{"by":"cert-eu"}"""u8, salts);

        Assert.Equal(
            "aa9667400c216d15948b8620fcffb4f3e3c818cefa338cf9b7b2bc857174da96"
            + "ad8f5855854cb0970b1868af6629f33c74552930031fa70d1811042673bdbaad"
            + "afb3368788e91407fe5113f54adbc4c23b1fd8bd292406d04ca6bf1b2baf1f87"
            + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            Convert.ToHexStringLower(entry));
    }

    [Fact]
    public async Task Every_stored_leaf_can_be_derived_from_its_event_and_its_salts()
    {
        var before = await database.Log.HeadAsync(Ct);
        var personal = Enumerable.Repeat((byte)7, LeafEntry.CommitmentBytes).ToArray();
        await database.Log.AppendAsync(
            Appends.To(Appends.NewStream(), ExpectedVersion.None, Appends.Event() with { PersonalCommitments = [personal, personal] })
                with { RecordedAt = Appends.RecordedAt.AddTicks(7) },
            Ct);
        await database.Log.AppendAsync(
            Appends.To(Appends.NewStream(), ExpectedVersion.None, Appends.Event(), Appends.Event() with { Addressing = default }), Ct);

        var events = await database.Log.ReadAllAsync(before, 10, Ct);
        var leaves = await database.Log.ReadLeavesAsync(before, 10, Ct);

        Assert.Equal(3, events.Count);
        Assert.All(events.Zip(leaves), pair => Assert.True(LeafEntry.Matches(pair.First, pair.Second)));
        Assert.Equal([.. personal, .. personal], leaves[0].Entry[^(2 * LeafEntry.CommitmentBytes)..]);
        Assert.Equal(3, leaves.Select(leaf => Convert.ToHexString(leaf.Salts)).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_leaf_matches_no_event_that_differs_in_anything_it_commits_to()
    {
        var append = Appends.To(Appends.NewStream(), ExpectedVersion.None);
        var appended = Assert.IsType<AppendResult.Appended>(await database.Log.AppendAsync(append, Ct));
        var e = (await database.Log.ReadAllAsync(appended.FirstPosition - 1, 1, Ct))[0];
        var leaf = (await database.Log.ReadLeavesAsync(appended.FirstPosition - 1, 1, Ct))[0];

        StoredEvent[] forgeries =
        [
            e with { Id = Guid.NewGuid() },
            e with { Stream = e.Stream + "x" },
            e with { Type = e.Type + "x" },
            e with { TypeVersion = 2 },
            e with { RecordedAt = e.RecordedAt.AddTicks(TimeSpan.TicksPerMicrosecond) },
            e with { Metadata = [.. e.Metadata, 0] },
            e with { Body = [.. e.Body, 0] },
            e with { Addressing = [.. e.Addressing, 0] },
            e with { Body = e.Addressing, Addressing = e.Body },
            e with { Position = e.Position + 1 },
        ];

        Assert.True(LeafEntry.Matches(e, leaf));
        Assert.All(forgeries, forgery => Assert.False(LeafEntry.Matches(forgery, leaf)));
        Assert.False(LeafEntry.Matches(e, leaf with { Entry = leaf.Entry[..^1] }));
        Assert.False(LeafEntry.Matches(e, leaf with { Salts = new byte[LeafEntry.SaltsBytes] }));
    }
}
