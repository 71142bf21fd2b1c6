using CyberExchange.DevHost.Certificates;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Incidents;
using CyberExchange.EndToEnd.Tests.Partners;
using CyberExchange.Views.Core;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Gate;

/// <summary>A request that was let in long ago is carried out only for whom would be let in now.</summary>
public sealed class SlowWriteTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private DirectorySnapshot Directory => exchange.Services.GetRequiredService<LiveDirectory>().Current;

    [Fact]
    public async Task A_stolen_key_binds_no_other_key_after_it_is_unbound()
    {
        var steward = exchange.As("steward");
        var partner = Directory.Partners.Find(exchange.MemberOf("steward"))!.Partner.Value; // MemberOf found it there.
        var member = await steward.AddMemberAsync(partner, "second-desk");
        using var stolen = RunningExchange.IssueEuropean("second-desk");
        var spki = CertificateKey.Fingerprint(stolen);
        await steward.BindAsync(member, spki).ReceiptAsync();
        using var fresh = RunningExchange.IssueEuropean("thief");
        var wanted = CertificateKey.Fingerprint(fresh);

        using var body = new HeldBody($$"""{"spkiSha256":"{{wanted}}"}""");
        var binding = SendAsync(exchange.With(stolen), $"{member}/keys", body);
        await body.Asked;
        await steward.UnbindAsync(member, spki).ReceiptAsync();
        body.Release();

        await binding.AssertRefusedAsync(401, "key-not-enrolled");
        await exchange.CaughtUpAsync();
        Assert.DoesNotContain(wanted, Directory.Keys(new(Guid.Parse(member.Split('/')[^1]))).Select(k => k.Hex));
    }

    [Fact]
    public async Task A_report_that_ends_after_its_partner_is_suspended_is_refused()
    {
        using var body = new HeldBody(ReportIncidentTests.Own("late"));
        var report = SendAsync(exchange.As("maker-jp"), "/v1/incidents", body);
        await body.Asked;
        await exchange.As("steward").PostJsonAsync($"/v1/partners/{exchange.PartnerOf("maker-jp").Id.Value}/suspension", """{"reason":"Lost a laptop."}""").ReceiptAsync();
        body.Release();

        await report.AssertRefusedAsync(403, "partner-suspended");
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient caller, string path, HeldBody body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        request.Headers.ExpectContinue = true;
        return await caller.SendAsync(request, Ct);
    }
}
