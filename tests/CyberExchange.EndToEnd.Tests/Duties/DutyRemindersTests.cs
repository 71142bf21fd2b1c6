using System.Text.Json.Nodes;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Duties;
using CyberExchange.Domain.Obligations;
using CyberExchange.EndToEnd.Tests.Cli;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EventStore;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Duties;
using CyberExchange.Server.Requests;
using CyberExchange.Server.Rulebooks;
using CyberExchange.Views.Duties;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Duties;

/// <summary>A reminder is not lost where the row that asks for it and what is read for it are of two moments.</summary>
public sealed class DutyRemindersTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_node_that_has_not_got_the_adopted_rules_yet_leaves_the_reminder_to_a_later_round()
    {
        var keeper = exchange.As("cert-jp");
        await keeper.StateProfileAsync();
        var incident = await keeper.ReportRansomwareAsync();
        await keeper.RecordAsync(incident, "awareness", _now.AddHours(-1).ToString("O"));
        await AdoptAsync();

        // Twelve hours have passed, which are all that the adopted rules give, and of which the rules of before do not know.
        var then = _now.AddHours(20);
        await With(new LiveRulebook(exchange.Services.GetRequiredService<EventLog>(), Rulebook.Shipped)).RemindAsync(then, Ct);
        await exchange.CaughtUpAsync();
        Assert.Empty(await ToldAsync(keeper, incident, "gdpr-authority-12"));

        await RemindedAsync(then);
        await RemindedAsync(then);
        Assert.Equal([100], await ToldAsync(keeper, incident, "gdpr-authority-12"));
    }

    [Fact]
    public async Task A_duty_that_was_met_before_its_row_said_so_is_reminded_of_once_it_is_open_again()
    {
        var keeper = exchange.As("grid-jp");
        await keeper.StateProfileAsync();
        var incident = await keeper.ReportRansomwareAsync();
        await keeper.RecordAsync(incident, "awareness", _now.AddHours(-1).ToString("O"));
        var first = await SubmitAsync(keeper, incident, insteadOf: "gdpr-authority", corrects: null);
        await exchange.CaughtUpAsync();

        // As the row was before the view had the report.
        await using var connection = new NpgsqlConnection(exchange.ConnectionString);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand("update core.duty set remind_at = due_since where incident_id = $1 and obligation_id = 'gdpr-authority' and by_owner", connection);
        command.Parameters.AddWithValue(incident);
        Assert.Equal(1, await command.ExecuteNonQueryAsync(Ct));
        var then = _now.AddDays(6);
        await RemindedAsync(then);
        Assert.Empty(await ToldAsync(keeper, incident, "gdpr-authority"));

        await SubmitAsync(keeper, incident, insteadOf: null, corrects: first);
        await exchange.CaughtUpAsync();
        await RemindedAsync(then);
        await RemindedAsync(then);
        Assert.Equal([100], await ToldAsync(keeper, incident, "gdpr-authority"));
    }

    private DutyReminders With(LiveRulebook rulebook) => new(
        exchange.Services.GetRequiredService<DutyQueries>(),
        exchange.Services.GetRequiredService<DutyCommands>(),
        exchange.Services.GetRequiredService<CommandRunner>(),
        exchange.Services.GetRequiredService<RequestDigest>(),
        rulebook,
        NullLogger<DutyReminders>.Instance);

    private async Task RemindedAsync(DateTimeOffset then)
    {
        await exchange.Services.GetRequiredService<DutyReminders>().RemindAsync(then, Ct);
        await exchange.CaughtUpAsync();
    }

    private static async Task<IEnumerable<int>> ToldAsync(HttpClient keeper, Guid incident, string obligation) =>
        (await keeper.RemindersAsync()).Items.Where(one => one.Incident == incident && one.Obligation == obligation).Select(one => one.Percent!.Value); // Each is of a due time.

    private async Task<Guid> SubmitAsync(HttpClient keeper, Guid incident, string? insteadOf, Guid? corrects)
    {
        using var answer = await keeper.EnterAsync(incident, "submissions", DutyRequests.Json(new SubmitReportRequest
        {
            Obligation = "gdpr-data-subjects",
            Way = "filed_by_hand",
            SubmittedAt = _now.AddMinutes(-10).ToString("O"),
            Addressee = "The authority's web form",
            Receipt = new("receipt.pdf", new string('9', 64)),
            InsteadOf = insteadOf,
            Corrects = corrects,
            Reason = corrects is null ? null : "It did not say it all.",
        }));
        return (await answer.BodyAsync(WireJson.Default.WriteReceipt)).Id;
    }

    private async Task AdoptAsync()
    {
        var document = JsonNode.Parse(Rulebook.Shipped.Document.Span)!;
        (document["version"], document["as_of"]) = ("2026-12-01.1", "2026-12-01");
        var faster = document["obligations"]!.AsArray().Single(o => (string?)o!["id"] == "gdpr-authority")!.DeepClone();
        (faster["id"], faster["deadline"]) = ("gdpr-authority-12", "PT12H");
        document["obligations"]!.AsArray().Add(faster);
        var body = new JsonObject { ["rulebook"] = document }.ToJsonString();
        using var proposed = await exchange.As("steward").WriteAsync(HttpMethod.Post, RulebookRoutes.Collection + "/proposal", body);
        var digest = (await proposed.BodyAsync(WireJson.Default.RulebookReceipt)).Digest;
        var approved = await exchange.CyxAsync("steward-2", "", "duty", "rulebook", "approve", digest);
        Assert.Equal("", approved.Error);
        await exchange.CaughtUpAsync();
    }
}
