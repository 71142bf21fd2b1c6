using CyberExchange.Contracts;
using CyberExchange.Contracts.Explain;
using CyberExchange.EndToEnd.Tests.Hosting;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Explain;

/// <summary>A steward is told who holds an item and why, and nothing of the item.</summary>
public sealed class AuditTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private const string Terms = """ "label": "TLP:AMBER", "audience": { "partners": ["grid-eu", "maker-eu"] } """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private HttpClient Steward => exchange.As("steward");

    [Fact]
    public async Task The_reference_of_the_originator_opens_the_explanation_and_nothing_of_the_item()
    {
        var (incident, _, _) = await exchange.As("cert-eu").ReportAsync("Secret title", Terms);
        var reference = incident.Sharing!.AuditReference;
        using var answer = await Steward.ReadAsync($"/v1/audit/items/{reference}/explanation?partner={exchange.PartnerOf("grid-eu").Id.Value}");
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Equal("named", (await answer.BodyAsync(WireJson.Default.ExplanationDocument)).Reason);
        Assert.DoesNotContain("Secret title", text, StringComparison.Ordinal);
        Assert.DoesNotContain($"{incident.Id}", text, StringComparison.Ordinal);
        Assert.DoesNotContain("TLP", text, StringComparison.Ordinal);

        using var other = await Steward.ReadAsync($"/v1/audit/items/{reference}/explanation?partner=grid-jp");
        Assert.Equal("not-in-audience", (await other.BodyAsync(WireJson.Default.ExplanationDocument)).Reason);
        using var received = await exchange.As("grid-eu").ReadAsync($"/v1/incidents/{incident.Id}");
        Assert.Null((await received.BodyAsync(WireJson.Default.IncidentDocument)).Sharing);
    }

    [Fact]
    public async Task Holders_have_other_names_in_every_items_list()
    {
        var (one, _, _) = await exchange.As("cert-eu").ReportAsync("one", Terms);
        var (two, _, _) = await exchange.As("cert-eu").ReportAsync("two", Terms);
        var first = await HoldersAsync(one.Sharing!.AuditReference);
        var second = await HoldersAsync(two.Sharing!.AuditReference);
        var again = await HoldersAsync(one.Sharing.AuditReference);

        Assert.Equal(["named", "named", "originator"], first.Select(h => h.Reason).Order(StringComparer.Ordinal));
        Assert.Equal(first, again);
        Assert.Empty(first.Select(h => h.Partner).Intersect(second.Select(h => h.Partner)));
        Assert.Equal(first.Select(h => h.Partner).Order(StringComparer.Ordinal), first.Select(h => h.Partner));
        Assert.DoesNotContain(first, h => h.Partner!.Contains("grid", StringComparison.Ordinal)); // Each is a partner.
    }

    [Fact]
    public async Task Whatever_opens_to_no_item_is_absent_and_only_stewards_ask()
    {
        var (incident, _, _) = await exchange.As("cert-eu").ReportAsync("guarded", Terms);
        var reference = incident.Sharing!.AuditReference;
        foreach (var wrong in new[] { "AAAAAAAAAAAAAAAAAAAAAA", "short", $"{incident.Id}", reference + "A", reference[..^1] + (reference[^1] == 'B' ? 'C' : 'B') })
        {
            foreach (var question in new[] { "explanation?partner=grid-eu", "holders" })
            {
                using var absent = await Steward.ReadAsync($"/v1/audit/items/{wrong}/{question}");
                await absent.AssertProblemAsync(404, "not-found");
            }
        }

        foreach (var partner in new[] { "cert-eu", "authority-eu", "grid-eu" })
        {
            using var refused = await exchange.As(partner).ReadAsync($"/v1/audit/items/{reference}/holders");
            await refused.AssertProblemAsync(403, "not-permitted");
        }

        using var nobody = await exchange.As(null).ReadAsync($"/v1/audit/items/{reference}/holders");
        await nobody.AssertProblemAsync(401, "certificate-missing");
    }

    private async Task<List<AuditHolderDocument>> HoldersAsync(string reference)
    {
        List<AuditHolderDocument> all = [];
        string? after = null;
        do
        {
            using var answer = await Steward.ReadAsync($"/v1/audit/items/{reference}/holders?limit=2{(after is null ? "" : $"&after={after}")}");
            var page = await answer.BodyAsync(WireJson.Default.AuditHoldersPage);
            all.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);
        return all;
    }
}
