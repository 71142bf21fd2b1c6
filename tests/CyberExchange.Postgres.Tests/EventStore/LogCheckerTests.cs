using System.Security.Cryptography;
using CyberExchange.EventStore;
using CyberExchange.Testing.EventStore;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.EventStore;

/// <summary>The checker that other tests rely on finds nothing in a sound log, and everything that a superuser breaks.</summary>
public sealed class LogCheckerTests : IAsyncLifetime
{
    private const string Scope = "00000000-0000-0000-0000-000000000000";

    private readonly LogDatabase database = new();
    private readonly Dictionary<Guid, long> acknowledged = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    // What is broken, and all that the checker then says. Positions: 1 and 5 are stream a, 2 to 4 are b, 6 and 7 are c.
    public static TheoryData<string, string[]> Plantings => new()
    {
        { "update cx.head set position = 8", ["head: it stands at 8, the last event at 7"] },
        { "update cx.head set position = 6",
            [
                "head: it stands at 6, the last event at 7",
                $"keys: k4 of {Scope} names positions 6 to 7, which are not in the log",
                "keys: no key stored position 6",
                "keys: no key stored position 7",
            ]
        },
        { "alter table cx.head drop constraint if exists head_only_row_check; insert into cx.head (only_row, position) values (false, 7)",
            [
                "head: it has 2 rows, not one",
            ]
        },
        { "delete from cx.event where position = 7",
            [
                "head: it stands at 7, the last event at 6",
                "streams: c is said to be at version 2, and its events end at 1",
                "streams: c is said to lie from 6 to 7, and lies from 6 to 6",
                $"keys: k4 of {Scope} says that position 7 is version 2 of c, and there is no event",
            ]
        },
        { "delete from cx.event where position = 3",
            [
                "positions: 4 follows 2",
                "versions: in b, version 3 at position 4 follows version 1 at position 2",
                $"keys: k2 of {Scope} says that position 3 is version 2 of b, and there is no event",
            ]
        },
        { "alter table cx.event drop constraint event_pkey; insert into cx.event select * from cx.event where position = 7",
            [
                "positions: 7 follows 7",
                "versions: in c, version 2 at position 7 follows version 2 at position 7",
            ]
        },
        { "update cx.event set version = 2 where position = 4",
            [
                "versions: in b, version 2 at position 4 follows version 2 at position 3",
                "streams: b is said to be at version 3, and its events end at 2",
                $"keys: k2 of {Scope} says that position 4 is version 3 of b, and it is version 2 of b",
                $"keys: kept-b of {Scope} says that position 4 is version 3 of b, and it is version 2 of b",
            ]
        },
        { "update cx.event set version = 8 - position where stream_id = 'c'",
            [
                "versions: in c, version 2 at position 6 follows version 1 at position 7",
                $"keys: k4 of {Scope} says that position 6 is version 1 of c, and it is version 2 of c",
                $"keys: k4 of {Scope} says that position 7 is version 2 of c, and it is version 1 of c",
            ]
        },
        { "update cx.stream set version = 9 where stream_id = 'a'", ["streams: a is said to be at version 9, and its events end at 2"] },
        { "delete from cx.stream where stream_id = 'b'", ["streams: b is said to be at version none, and its events end at 3"] },
        { "insert into cx.stream select (jsonb_populate_record(s, '{\"stream_id\":\"ghost\",\"version\":1}')).* from cx.stream s where s.stream_id = 'a'",
            [
                "streams: ghost is said to be at version 1, and its events end at none",
            ]
        },
        { "update cx.stream set first_position = 2 where stream_id = 'a'", ["streams: a is said to lie from 2 to 5, and lies from 1 to 5"] },
        { "update cx.append_key set key_hash = gen_random_uuid() where key = 'k1'", [$"keys: k1 of {Scope} is not found by its hash"] },
        { "delete from cx.append_key where key = 'k1'", ["keys: no key stored position 1"] },
        { "update cx.append_key set first_position = 0 where key = 'k1'",
            [
                $"keys: k1 of {Scope} names positions 0 to 1, which are not in the log",
                "keys: no key stored position 1",
            ]
        },
        { "update cx.append_key set last_position = 8 where key = 'k4'",
            [
                $"keys: k4 of {Scope} names positions 6 to 8, which are not in the log",
                "keys: no key stored position 6",
                "keys: no key stored position 7",
            ]
        },
        { "update cx.append_key set last_position = 0, first_position = 0 where key = 'kept-a'",
            [
                $"keys: kept-a of {Scope} names positions 0 to 0, which are not in the log",
            ]
        },
        { "update cx.append_key set stream_id = 'b' where key = 'k1'",
            [
                $"keys: k1 of {Scope} says that position 1 is version 1 of b, and it is version 1 of a",
            ]
        },
        { "update cx.append_key set version = 2 where key = 'k1'",
            [
                $"keys: k1 of {Scope} says that position 1 is version 2 of a, and it is version 1 of a",
            ]
        },
        { "update cx.append_key set first_position = 3 where key = 'k2'", ["keys: no key stored position 2"] },
        { "update cx.append_key set first_position = 3, last_position = 3, version = 2 where key = 'kept-b'",
            [
                "keys: position 3 is inside one append, and another key stored it alone",
            ]
        },
        { "insert into cx.append_key select (jsonb_populate_record(k, '{\"key\":\"again\",\"key_hash\":\"00000000-0000-0000-0000-000000000001\"}')).* from cx.append_key k where k.key = 'k4'",
            [
                $"keys: again of {Scope} is not found by its hash",
                "keys: 2 appends stored position 6",
                "keys: 2 appends stored position 7",
            ]
        },
        { "update cx.event set event_id = gen_random_uuid() where position = 7", ["leaves: position 7 does not commit to its envelope"] },
        { "update cx.event set type = 'test.forged' where position = 7", ["leaves: position 7 does not commit to its envelope"] },
        { "update cx.event set type_version = 2 where position = 7", ["leaves: position 7 does not commit to its envelope"] },
        { "update cx.event set recorded_at = recorded_at + interval '1 microsecond' where position = 7",
            [
                "leaves: position 7 does not commit to its envelope",
            ]
        },
        { "update cx.event set metadata = metadata || '\\x00' where position = 7", ["leaves: position 7 does not commit to its envelope"] },
        { "update cx.event set body = '{}' where position = 7", ["leaves: position 7 does not commit to its body"] },
        { "update cx.event set addressing = '' where position = 1", ["leaves: position 1 does not commit to its addressing"] },
        { "update cx.event set body = addressing, addressing = body where position = 1",
            [
                "leaves: position 1 does not commit to its body, addressing",
            ]
        },
        { "update cx.event set salts = set_byte(salts, 20, 255 - get_byte(salts, 20)) where position = 1",
            [
                "leaves: position 1 does not commit to its body",
            ]
        },
        { "update cx.event set salts = salts || '\\x00' where position = 1",
            [
                "leaves: position 1 has 96 bytes of leaf and 49 of salts, not a multiple of 32 from 96 on and 48",
            ]
        },
        { "update cx.event set leaf = leaf || '\\x00' where position = 6",
            [
                "leaves: position 6 has 129 bytes of leaf and 48 of salts, not a multiple of 32 from 96 on and 48",
            ]
        },
        { "update cx.event set leaf = substr(leaf, 1, 64) where position = 1",
            [
                "leaves: position 1 has 64 bytes of leaf and 48 of salts, not a multiple of 32 from 96 on and 48",
                "leaves: position 1 does not commit to its addressing",
            ]
        },
        { "update cx.document set bytes = bytes || '\\x00'",
            [
                $"documents: {Convert.ToHexStringLower(SHA512.HashData("document"u8))} is not the digest of its bytes",
            ]
        },
    };

    public async ValueTask InitializeAsync()
    {
        await database.InitializeAsync();
        await AppendAsync("k1", "a", Appends.Event());
        await AppendAsync("k2", "b", Appends.Event(), Appends.Event("""{"名":"電力"}"""), Appends.Event() with { Addressing = default });
        await AppendAsync("k3", "a", Appends.Event());
        await AppendAsync("k4", "c", Appends.Event() with { PersonalCommitments = [new byte[LeafEntry.CommitmentBytes]] }, Appends.Event());
        await KeepAsync("kept-a", "a", 2);
        await KeepAsync("kept-b", "b", 3);
        await KeepAsync("kept-none", "none", 0);
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task A_sound_log_is_not_complained_of() =>
        Assert.Empty(await LogChecker.CheckAsync(database.ConnectionString, acknowledged, Ct));

    [Fact]
    public async Task An_empty_log_is_sound()
    {
        await database.AsSuperuserAsync("truncate cx.event, cx.stream, cx.append_key; update cx.head set position = 0");

        Assert.Empty(await LogChecker.CheckAsync(database.ConnectionString, ct: Ct));
    }

    [Theory]
    [MemberData(nameof(Plantings))]
    public async Task What_is_broken_is_told(string planting, string[] told)
    {
        await database.AsSuperuserAsync(planting);

        Assert.Equal(told, await LogChecker.CheckAsync(database.ConnectionString, ct: Ct));
    }

    [Fact]
    public async Task An_acknowledged_event_is_there_once_and_where_it_was_said_to_be()
    {
        var (lost, moved, twice) = (Guid.NewGuid(), At(2), At(7));
        await database.AsSuperuserAsync($"update cx.event set event_id = '{twice}' where position = 6");

        var violations = await LogChecker.CheckAsync(
            database.ConnectionString, new Dictionary<Guid, long> { [lost] = 1, [moved] = 3, [At(4)] = 4, [twice] = 7 }, Ct);

        Assert.Equal(
            [
                "leaves: position 6 does not commit to its envelope",
                $"acknowledged: {lost} at position 1 is stored at none",
                $"acknowledged: {moved} at position 3 is stored at 2",
                $"acknowledged: {twice} at position 7 is stored at 6, 7",
            ],
            violations);
    }

    [Fact]
    public async Task A_rule_tells_its_first_violations_and_does_not_drown_the_rest()
    {
        await database.AsSuperuserAsync(
            """
            insert into cx.stream
            select (jsonb_populate_record(s, jsonb_build_object('stream_id', 'ghost' || n))).*
            from cx.stream s
            cross join generate_series(1, 100) n
            where s.stream_id = 'a';
            update cx.head set position = 8
            """);

        var violations = await LogChecker.CheckAsync(database.ConnectionString, ct: Ct);

        Assert.Equal(20, violations.Count(v => v.StartsWith("streams: ghost", StringComparison.Ordinal)));
        Assert.Contains("head: it stands at 8, the last event at 7", violations);
    }

    [Fact]
    public async Task A_log_that_cannot_be_read_is_not_called_sound()
    {
        await database.AsSuperuserAsync("drop table cx.append_key");

        await Assert.ThrowsAsync<PostgresException>(() => LogChecker.CheckAsync(database.ConnectionString, ct: Ct));
    }

    private Guid At(long position) => acknowledged.Single(a => a.Value == position).Key;

    private async Task AppendAsync(string key, string stream, params NewEvent[] events)
    {
        var append = Appends.To(stream, ExpectedVersion.Any, events) with { Key = Appends.Key(key), RecordedAt = Appends.RecordedAt.AddTicks(10) };
        if (events.Length > 1)
        {
            append = append with { Documents = [new(SHA512.HashData("document"u8), "document"u8.ToArray())] };
        }

        var appended = Assert.IsType<AppendResult.Appended>(await database.Log.AppendAsync(append, Ct));
        for (var i = 0; i < events.Length; i++)
        {
            acknowledged.Add(events[i].Id, appended.FirstPosition + i);
        }
    }

    private async Task KeepAsync(string key, string stream, int version) =>
        Assert.IsType<AppendResult.Appended>(await database.Log.KeepKeyAsync(stream, version, Appends.Key(key), Ct));
}
