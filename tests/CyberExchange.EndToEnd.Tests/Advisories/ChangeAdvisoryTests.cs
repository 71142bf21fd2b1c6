using CyberExchange.Contracts;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Server.Advisories;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Advisories;

public sealed class ChangeAdvisoryTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private static readonly string NamedGrid = AdvisoryRequests.Terms("TLP:AMBER", partner: "grid-jp");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_later_version_takes_the_place_of_the_present_one()
    {
        var (maker, document) = (exchange.As("maker-eu"), AdvisoryRequests.NewDocument());
        var (advisory, tag) = await maker.PublishedAsync(NamedGrid, document);
        var later = AdvisoryRequests.Version(document, "2");

        using var answer = await maker.WriteAsync(HttpMethod.Put, $"/v1/advisories/{advisory.Id}/document", later, ifMatch: tag);
        var (revised, _) = await maker.ReadBackAsync(await answer.BodyAsync(WireJson.Default.WriteReceipt));

        Assert.Equal((2, "2"), (revised.Revision, revised.TrackingVersion));
        using var read = await exchange.As("grid-jp").ReadAsync($"/v1/advisories/{advisory.Id}/document");
        Assert.Equal(later, await read.Content.ReadAsStringAsync(Ct));

        using var stale = await maker.WriteAsync(
            HttpMethod.Put, $"/v1/advisories/{advisory.Id}/document", AdvisoryRequests.Version(later, "3"), ifMatch: tag);
        await stale.AssertProblemAsync(412, "stale");
    }

    [Fact]
    public async Task An_earlier_version_another_document_and_a_higher_label_are_refused()
    {
        var (maker, document) = (exchange.As("maker-eu"), AdvisoryRequests.Version(AdvisoryRequests.NewDocument(), "2"));
        var (advisory, tag) = await maker.PublishedAsync(AdvisoryRequests.Terms("TLP:GREEN"), document);
        var path = $"/v1/advisories/{advisory.Id}/document";

        using var older = await maker.WriteAsync(HttpMethod.Put, path, AdvisoryRequests.Changed(document, d => d["tracking"]!["version"] = "1"), ifMatch: tag);
        await older.AssertProblemAsync(409, "version-not-newer");
        using var other = await maker.WriteAsync(HttpMethod.Put, path, AdvisoryRequests.NewDocument(), ifMatch: tag);
        await other.AssertProblemAsync(422, "invalid");
        var stricter = AdvisoryRequests.Changed(AdvisoryRequests.Version(document, "3"), d => d["distribution"]!["tlp"]!["label"] = "RED");
        using var red = await maker.WriteAsync(HttpMethod.Put, path, stricter, ifMatch: tag);
        await red.AssertProblemAsync(422, "label-below-document");
        using var untagged = await maker.WriteAsync(HttpMethod.Put, path, AdvisoryRequests.Version(document, "3"));
        await untagged.AssertProblemAsync(428, "precondition-required");
        using var noCsaf = await maker.WriteAsync(HttpMethod.Put, path, "{}", ifMatch: tag);
        await noCsaf.AssertProblemAsync(422, "csaf-refused");
    }

    [Fact]
    public async Task Others_change_nothing_and_learn_of_it_only_what_they_see()
    {
        var document = AdvisoryRequests.NewDocument();
        var (advisory, tag) = await exchange.As("maker-eu").PublishedAsync(AdvisoryRequests.Terms("TLP:AMBER", partner: "cert-jp"), document);
        var path = $"/v1/advisories/{advisory.Id}/document";

        using var seen = await exchange.As("cert-jp").WriteAsync(HttpMethod.Put, path, AdvisoryRequests.Version(document, "2"), ifMatch: tag);
        await seen.AssertProblemAsync(403, "not-originator");
        using var hidden = await exchange.As("maker-jp").WriteAsync(HttpMethod.Put, path, AdvisoryRequests.Version(document, "2"), ifMatch: tag);
        await hidden.AssertProblemAsync(404, "not-found");
    }

    [Fact]
    public async Task Sharing_anew_takes_the_advisory_from_those_who_are_no_longer_named()
    {
        var maker = exchange.As("maker-eu");
        var (advisory, tag) = await maker.PublishedAsync(NamedGrid, AdvisoryRequests.NewDocument());

        using var shared = await maker.WriteAsync(
            HttpMethod.Put, $"/v1/advisories/{advisory.Id}/sharing", AdvisoryRequests.Terms("TLP:AMBER", partner: "grid-eu"), ifMatch: tag);
        await shared.BodyAsync(WireJson.Default.WriteReceipt);

        using var lost = await exchange.As("grid-jp").ReadAsync($"/v1/advisories/{advisory.Id}/document");
        await lost.AssertProblemAsync(410, "gone");
        using var gained = await exchange.As("grid-eu").ReadAsync($"/v1/advisories/{advisory.Id}/document");
        Assert.Equal(200, (int)gained.StatusCode);
    }

    [Fact]
    public async Task The_examples_of_the_description_carry_an_advisory_from_publication_to_withdrawal()
    {
        var maker = exchange.As("maker-eu");
        var (advisory, tag) = await maker.PublishedAsync(AdvisoryExamples.Terms, AdvisoryExamples.Document);
        var path = $"/v1/advisories/{advisory.Id}";

        using var revised = await maker.WriteAsync(HttpMethod.Put, $"{path}/document", AdvisoryExamples.Revision, ifMatch: tag);
        (_, tag) = await maker.ReadBackAsync(await revised.BodyAsync(WireJson.Default.WriteReceipt));
        using var shared = await maker.WriteAsync(HttpMethod.Put, $"{path}/sharing", AdvisoryExamples.Share, ifMatch: tag);
        (_, tag) = await maker.ReadBackAsync(await shared.BodyAsync(WireJson.Default.WriteReceipt));
        using var withdrawn = await maker.WriteAsync(HttpMethod.Post, $"{path}/withdrawal", AdvisoryExamples.Withdraw, ifMatch: tag);
        await withdrawn.BodyAsync(WireJson.Default.WriteReceipt);

        using var read = await exchange.As("grid-eu").ReadAsync(path);
        Assert.Equal("The key stays as it is.", (await read.BodyAsync(WireJson.Default.AdvisoryDocument)).WithdrawnBecause);
    }
}
