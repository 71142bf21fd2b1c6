using CyberExchange.Postgres.Tests.EventStore;
using CyberExchange.Storage.Csaf;
using Xunit;

namespace CyberExchange.Postgres.Tests.Storage;

/// <summary>The files of CSAF sites, once for each revision and key.</summary>
public sealed class CsafFileTableTests(LogDatabase database) : IClassFixture<LogDatabase>
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 0, 0, TimeSpan.FromHours(9));
    private static readonly Guid Holder = Guid.Parse("0197a000-0000-7000-8000-000000000001");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_revision_is_kept_once_for_each_key_and_found_by_item_and_by_place()
    {
        var table = new CsafFileTable(database.Connections.Service);
        var (item, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        const string key = "8F5F267907B2C4559DB360DB2294BA7D2B2298B1";
        var (first, second, foreign) = (Row(item, 'a', 3), Row(item, 'b', 7), Row(other, 'c', 9) with { FileName = "other.json" });

        await table.AddAsync(key, [], [], Now, Ct);
        await table.AddAsync(key, [(first, "signature of a"), (second, "signature of b")], [], Now, Ct);
        await table.AddAsync(key, [(second, "signed by another node"), (foreign, "signature of c")], [], Now, Ct);
        await table.AddAsync("", [(first, null)], [], Now, Ct);

        Assert.Equal((9L, 3L, 0L), (await table.LastPositionAsync(key, Ct), await table.LastPositionAsync("", Ct), await table.LastPositionAsync("another", Ct)));
        Assert.Equal([first, second], await table.OfItemsAsync([item], key, Ct));
        Assert.Equal([second, first], await table.AtAsync(Holder, 2026, "cx-1.json", key, Ct));
        Assert.Empty(await table.AtAsync(Holder, 2025, "cx-1.json", key, Ct));
        Assert.Equal(("signature of b", null), (await table.SignatureAsync(item, second.Sha512, key, Ct), await table.SignatureAsync(item, first.Sha512, "", Ct)));
        Assert.Equal([KeyValuePair.Create(item, Holder)], await table.HoldersAsync([item, Guid.Empty], key, Ct));
    }

    [Fact]
    public async Task A_revision_that_failed_had_its_turn_and_is_told_until_it_has_its_file()
    {
        var table = new CsafFileTable(database.Connections.Service);
        const string key = "0000000000000000000000000000000000000226";
        var (item, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var (first, second) = (new CsafRevision(item, new('a', 128), 21, Holder, "CX-1"), new CsafRevision(other, new('b', 128), 22, Holder, "CX-2"));

        await table.AddAsync(key, [], [first, second], Now, Ct);
        await table.AddAsync(key, [], [second], Now, Ct);

        Assert.Equal(22, await table.LastPositionAsync(key, Ct));
        Assert.Equal(Holder, (await table.HoldersAsync([item], key, Ct))[item]);
        Assert.Equal([first, second], await table.FailedAsync(key, 0, 10, Ct));
        await table.AddAsync(key, [(Row(item, 'a', 21), "signature")], [], Now, Ct);
        Assert.Equal([second], await table.FailedAsync(key, 0, 10, Ct));
        Assert.Equal([second], await table.FailedAsync(key, 21, 10, Ct));
        Assert.Empty(await table.FailedAsync(key, 22, 10, Ct));
        Assert.Empty(await table.FailedAsync("", 0, 10, Ct));

        // A later revision has its file: nobody asks for the earlier one any more.
        await table.AddAsync(key, [(Row(other, 'd', 25), "signature")], [], Now, Ct);
        Assert.Empty(await table.FailedAsync(key, 0, 10, Ct));
    }

    private static CsafFileRow Row(Guid item, char digit, long position) => new()
    {
        ItemId = item,
        Sha512 = new(digit, 128),
        Position = position,
        HolderId = Holder,
        FolderYear = 2026,
        FileName = "cx-1.json",
        CsafVersion = "2.0",
        PublisherCategory = "vendor",
        InitialReleaseAt = Now.ToUniversalTime(),
        CurrentReleaseAt = Now.AddDays(position).ToUniversalTime(),
        Sha256 = new(digit, 64),
    };
}
