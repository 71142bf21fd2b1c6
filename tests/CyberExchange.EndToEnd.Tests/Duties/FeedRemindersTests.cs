using CyberExchange.Contracts;
using CyberExchange.Contracts.Feed;
using CyberExchange.EndToEnd.Tests.Cli;
using CyberExchange.EndToEnd.Tests.Feed;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Subscriptions;
using CyberExchange.Server.Duties;
using CyberExchange.Server.Tokens;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Duties;

/// <summary>Reminders as entries of the owner's feed.</summary>
public sealed class FeedRemindersTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reminder_reaches_its_owner_in_the_feed_once_between_the_items_and_nobody_else()
    {
        var keeper = exchange.As("grid-jp");
        await keeper.StateProfileAsync();
        await exchange.CaughtUpAsync();
        var before = (await FeedAsync(keeper)).Cursor;
        await using var live = await FeedReader.OpenAsync(keeper, lastEventId: before);
        var others = (await FeedAsync(exchange.As("cert-eu"))).Cursor;
        var incident = await keeper.ReportRansomwareAsync();
        await keeper.RecordAsync(incident, "awareness", _now.AddHours(-1).ToString("O"));
        await exchange.CaughtUpAsync();
        await RemindedAsync(_now.AddHours(60));
        var later = await keeper.ReportRansomwareAsync();
        await RemindedAsync(_now.AddDays(30)); // An outage over all that was left.
        await RemindedAsync(_now.AddDays(31));

        var (list, entries) = ((await keeper.RemindersAsync()).Items, (await FeedAsync(keeper, $"?after={before}")).Entries);
        Assert.Contains(list, one => one.Obligation == "gdpr-authority" && one.Percent == 75);
        Assert.Contains(list, one => one.Obligation == "gdpr-authority" && one.Percent == 100);
        var told = entries.Where(e => e.Type == "reminder").ToList();
        Assert.Equal(list, told.Select(e => e.Reminder!));
        Assert.Equal(told.Count, told.Select(e => e.Id).Distinct().Count());
        Assert.Equal([incident, later], entries.Where(e => e.Type == "incident").Select(e => e.Id));
        Assert.InRange(entries.TakeWhile(e => e.Id != later).Count(e => e.Type == "reminder"), 1, told.Count - 1);

        // Page by page, live, and where a connection broke: the same entries, each once.
        List<FeedEntry> paged = [];
        for (var page = await FeedAsync(keeper, $"?limit=2&after={before}"); ; page = await FeedAsync(keeper, $"?limit=2&after={page.Cursor}"))
        {
            paged.AddRange(page.Entries);
            if (!page.More)
            {
                break;
            }
        }

        List<FeedEntry> streamed = [];
        for (var n = 0; n < entries.Count; n++)
        {
            streamed.Add(await live.NextAsync());
        }

        var broken = entries.ToList().FindIndex(e => e.Type == "reminder");
        await using var resumed = await FeedReader.OpenAsync(keeper, lastEventId: streamed[broken].Cursor);
        Assert.Equal(entries.Select(e => e.Id), paged.Select(e => e.Id));
        Assert.Equal(entries.Select(e => e.Id), streamed.Select(e => e.Id));
        Assert.Equal(entries[broken + 1].Id, (await resumed.NextAsync()).Id);

        // What is narrowed to items has none, a token for the feed alone has none, and others read of nothing.
        Assert.DoesNotContain((await FeedAsync(keeper, "?kind=incident")).Entries, e => e.Type == "reminder");
        var subscription = await keeper.SubscribeAsync("\"kinds\": [\"incident\"]");
        Assert.DoesNotContain((await keeper.NarrowedAsync(subscription)).Entries, e => e.Type == "reminder");
        Assert.DoesNotContain((await FeedAsync(keeper, token: await TokenAsync(keeper, "ReadFeed"))).Entries, e => e.Type == "reminder");
        Assert.Contains((await FeedAsync(keeper, token: await TokenAsync(keeper, "ReadFeed KeepDuties"))).Entries, e => e.Type == "reminder");
        Assert.Contains((await FeedAsync(exchange.As("grid-jp-service"))).Entries, e => e.Type == "reminder");
        Assert.DoesNotContain((await FeedAsync(exchange.As("cert-eu"), $"?after={others}")).Entries, e => e.Type == "reminder");
        var printed = await exchange.CyxAsync("grid-jp", "", "feed");
        Assert.Contains($"  reminder  {incident}  was due ", printed.Output, StringComparison.Ordinal);
    }

    private static async Task<FeedPage> FeedAsync(HttpClient partner, string query = "", string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/feed{query}") { Version = partner.DefaultRequestVersion, VersionPolicy = partner.DefaultVersionPolicy };
        request.Headers.Authorization = token is null ? null : new("Bearer", token);
        using var answer = await partner.SendAsync(request, Ct);
        return await answer.BodyAsync(WireJson.Default.FeedPage);
    }

    private async Task<string> TokenAsync(HttpClient partner, string scope)
    {
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "client_credentials"), new("client_id", $"{exchange.MemberOf("grid-jp").Value:D}"), new("scope", scope),
        ]);
        using var answer = await partner.PostAsync(new Uri(IssueToken.Address, UriKind.Relative), form, Ct);
        return (await answer.BodyAsync(WireJson.Default.TokenDocument)).AccessToken;
    }

    private async Task RemindedAsync(DateTimeOffset then)
    {
        await exchange.Services.GetRequiredService<DutyReminders>().RemindAsync(then, Ct);
        await exchange.CaughtUpAsync();
    }
}
