using CyberExchange.Contracts;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Server.Partners;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Partners;

public sealed class ChangePartnerTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private HttpClient Steward => exchange.As("steward");

    [Fact]
    public async Task A_change_replaces_the_facts_that_the_steward_had_read()
    {
        var id = (await Steward.PostJsonAsync("/v1/partners", PartnerExamples.Enrol).ReceiptAsync()).Id;
        var (_, tag) = await Steward.PartnerAsync(id);

        await PutAsync(id, PartnerExamples.Change, ifMatch: null).AssertRefusedAsync(428, "precondition-required", "If-Match");
        await PutAsync(id, PartnerExamples.Change, "\"another\"").AssertRefusedAsync(412, "stale", "If-Match");
        await PutAsync(id, PartnerExamples.Change, tag, key: "change-once").ReceiptAsync();

        var (partner, _) = await Steward.PartnerAsync(id);
        Assert.Equal(("Water and Wastewater CERT of Nordmark (demo)", true), (partner.Name, partner.Facts!.Listed));
        Assert.Null(partner.Facts.Constituency);

        // The tag is old now, and a retry of what is done is still done.
        await PutAsync(id, PartnerExamples.Change, tag).AssertRefusedAsync(412, "stale");
        await PutAsync(id, PartnerExamples.Change, tag, key: "change-once").ReceiptAsync();
    }

    [Theory]
    [InlineData("""{"handle":"grid-jp","name":"A","jurisdiction":"EU","roles":["operator"]}""", 409, "already-exists", "/handle")]
    [InlineData("""{"handle":"to-change","name":"A","jurisdiction":"JP","roles":["operator"]}""", 422, "invalid", "/jurisdiction")]
    [InlineData("""{"handle":"to-change","name":"A","jurisdiction":"EU","roles":["steward"]}""", 422, "invalid", "/roles")]
    [InlineData("""{"handle":"to-change","name":"A","jurisdiction":"EU","roles":["pope"]}""", 422, "unknown-term", "/roles/0")]
    public async Task A_change_that_cannot_stand_is_refused(string body, int status, string name, string pointer)
    {
        var id = await ToChangeAsync();
        var (_, tag) = await Steward.PartnerAsync(id);

        await PutAsync(id, body, tag).AssertRefusedAsync(status, name, pointer);

        Assert.Equal(tag, (await Steward.PartnerAsync(id)).ETag);
    }

    [Fact]
    public async Task A_partner_that_is_not_there_is_not_changed() =>
        await PutAsync(Guid.NewGuid(), PartnerExamples.Change, "\"any\"").AssertRefusedAsync(404, "not-found");

    private async Task<Guid> ToChangeAsync()
    {
        using var list = await Steward.ReadAsync("/v1/partners?limit=200");
        var directory = await list.BodyAsync(WireJson.Default.PagePartnerDocument);
        return directory.Items.FirstOrDefault(p => p.Handle == "to-change")?.Id ?? await Steward.EnrolUnlistedAsync("to-change");
    }

    private Task<HttpResponseMessage> PutAsync(Guid id, string body, string? ifMatch, string? key = null) =>
        Steward.WriteAsync(HttpMethod.Put, $"/v1/partners/{id}", body, key, ifMatch);
}
