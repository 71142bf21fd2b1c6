using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CyberExchange.EndToEnd.Tests.Advisories;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Partners;
using CyberExchange.Server.Partners;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Console;

/// <summary>The pages as a browser asks for them, without a browser.</summary>
public sealed partial class PageTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private const int FirstPaintBytesMax = 30_000;

    private static readonly TimeSpan HappensWithin = TimeSpan.FromSeconds(30);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_says_who_the_certificate_is()
    {
        var html = await HtmlAsync("grid-jp-service", "/");

        Assert.Contains("Minato Power Grid (demo)", html, StringComparison.Ordinal);
        Assert.Contains("grid-jp-service", html, StringComparison.Ordinal);
        Assert.Contains("Operator", html, StringComparison.Ordinal);
        Assert.Contains("<time datetime=\"20", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/?lang=en", "Latest items")]
    [InlineData("/?lang=ja", "最新の情報")]
    [InlineData("/?lang=fr", "Derniers éléments")]
    public async Task A_page_is_written_in_the_language_that_its_address_names(string path, string heading) =>
        Assert.Contains(heading, await HtmlAsync("grid-jp", path, language: "de"), StringComparison.Ordinal);

    [Fact]
    public async Task A_page_holds_nothing_that_a_strict_policy_forbids()
    {
        using var answer = await GetAsync("grid-jp", "/");
        var html = await answer.Content.ReadAsStringAsync(Ct);

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotMatch(InlineScriptOrStyle(), html);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Opener-Policy")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Resource-Policy")));
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task The_first_paint_is_small_and_its_files_are_kept()
    {
        var html = await HtmlAsync("grid-jp", "/");
        var bytes = html.Length;
        foreach (var path in AssetPath().Matches(html).Select(match => match.Value).Distinct(StringComparer.Ordinal))
        {
            using var asset = await GetAsync(null, path);
            Assert.Equal(HttpStatusCode.OK, asset.StatusCode);
            Assert.Contains("immutable", asset.Headers.CacheControl!.ToString(), StringComparison.Ordinal); // Set on every asset.
            bytes += (await asset.Content.ReadAsByteArrayAsync(Ct)).Length;
        }

        Assert.InRange(bytes, 5_000, FirstPaintBytesMax);
    }

    [Fact]
    public async Task Text_of_partners_stays_text()
    {
        await exchange.As("cert-eu").ReportAsync(Reports.For("grid-jp", "<script>alert(1)</script> & 停電"));

        var html = await HtmlAsync("grid-jp", "/");

        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; 停電", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hidden_item_and_an_absent_one_give_the_same_page()
    {
        var (hidden, _, _) = await exchange.As("cert-eu").ReportAsync(Reports.Kept("Hidden"));
        var absent = Guid.CreateVersion7();
        using var first = await GetAsync("grid-jp", $"/items/{hidden.Id}");
        using var second = await GetAsync("grid-jp", $"/items/{absent}");

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (first.StatusCode, second.StatusCode));
        Assert.Equal(
            (await first.Content.ReadAsStringAsync(Ct)).Replace(hidden.Id.ToString(), "", StringComparison.Ordinal),
            (await second.Content.ReadAsStringAsync(Ct)).Replace(absent.ToString(), "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_advisory_is_shown_with_the_way_to_its_document()
    {
        var text = AdvisoryRequests.NewDocument(document => document["title"] = "更新用の署名鍵の変更");
        text = WithProducts(text, Enumerable.Range(0, 15).Select(i => $"A{i}"));
        var (advisory, _) = await exchange.As("maker-eu").PublishedAsync(AdvisoryRequests.Terms("TLP:GREEN"), text);
        var html = await HtmlAsync("grid-jp", $"/items/{advisory.Id}");

        Assert.Contains("更新用の署名鍵の変更", html, StringComparison.Ordinal);
        Assert.Contains("TLP:GREEN", html, StringComparison.Ordinal);
        Assert.Matches(@"A0, A1, [^<]*A11\s*<details>\s*<summary>and 3 more</summary>\s*A12, A13, A14", html);
        Assert.Contains(advisory.TrackingId, html, StringComparison.Ordinal);
        Assert.Contains("its publisher", html, StringComparison.Ordinal);
        using var document = await GetAsync("grid-jp", DocumentLink().Match(html).Groups["href"].Value);
        Assert.Equal(text, await document.Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task A_certificate_that_is_nobodys_is_told_so_in_a_page()
    {
        using var certificate = RunningExchange.IssueEuropean("stranger");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/?lang=fr");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        using var answer = await exchange.With(certificate).SendAsync(request, Ct);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        var html = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Contains("Ce certificat ne vous donne pas accès", html, StringComparison.Ordinal);
        Assert.Contains("key-not-enrolled", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_steward_sees_who_it_is_and_no_item()
    {
        await exchange.As("cert-eu").ReportAsync(Reports.Public("Seen by all but stewards"));
        var html = await HtmlAsync("steward", "/");

        Assert.Contains("Exchange Stewardship (demo)", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Seen by all but stewards", html, StringComparison.Ordinal);
        using var item = await GetAsync("steward", $"/items/{Guid.CreateVersion7()}");
        Assert.Equal(HttpStatusCode.Forbidden, item.StatusCode);
        Assert.Equal("text/html", item.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("/?kind=rumour")]
    [InlineData("/?label=TLP:WHITE")]
    [InlineData("/?after=x")]
    public async Task A_filter_that_means_nothing_is_refused(string path)
    {
        using var answer = await GetAsync("grid-jp", path);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("The address cannot be read", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_reads_problems_as_json_and_a_person_as_a_page()
    {
        var absent = $"/v1/incidents/{Guid.CreateVersion7()}";
        using var program = await exchange.As("grid-jp").ReadAsync(absent);
        using var person = await GetAsync("grid-jp", absent);

        await program.AssertProblemAsync(404, "not-found");
        Assert.Equal(HttpStatusCode.NotFound, person.StatusCode);
        Assert.Equal("text/html", person.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task The_public_has_no_stream()
    {
        using var answer = await exchange.As(null).ReadAsync("/items/stream");

        await answer.AssertProblemAsync(401, "certificate-missing");
    }

    [Fact]
    public async Task A_stream_tells_of_a_change_without_content_and_ends_with_a_suspension()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/items/stream");
        using var answer = await exchange.As("authority-jp").SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
        using var stream = new StreamReader(await answer.Content.ReadAsStreamAsync(Ct));
        var told = await ReadToAsync(stream, "event: open");

        await exchange.As("cert-eu").ReportAsync(Reports.For("authority-jp", "Told without its title"));
        told += await ReadToAsync(stream, "event: changed");
        var suspension = $"/v1/partners/{exchange.PartnerOf("authority-jp").Id.Value}/suspension";
        await exchange.As("steward").PostJsonAsync(suspension, PartnerExamples.Suspend).ReceiptAsync();
        told += await stream.ReadToEndAsync(Ct).WaitAsync(HappensWithin, Ct);

        Assert.DoesNotContain("without its title", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_goes_on_where_its_page_ends()
    {
        for (var i = 0; i < 51; i++)
        {
            await exchange.As("cert-eu").WriteAsync(HttpMethod.Post, "/v1/incidents", Reports.For("maker-jp", $"Number {i:00}"));
        }

        await exchange.CaughtUpAsync();
        var first = await HtmlAsync("maker-jp", "/?lang=en");
        var older = WebUtility.HtmlDecode(OlderLink().Match(first).Groups["href"].Value);
        var second = await HtmlAsync("maker-jp", older);

        Assert.Contains("Number 50", first, StringComparison.Ordinal);
        Assert.DoesNotContain("Number 00", first, StringComparison.Ordinal);
        Assert.Contains("Number 00", second, StringComparison.Ordinal);
        Assert.DoesNotContain("Number 01", second, StringComparison.Ordinal);
    }

    private static string WithProducts(string document, IEnumerable<string> names)
    {
        var json = JsonNode.Parse(document)!.AsObject(); // It is an object.
        json["product_tree"] = new JsonObject
        {
            ["full_product_names"] = new JsonArray([.. names.Select(name => new JsonObject { ["name"] = name, ["product_id"] = name })]),
        };
        return json.ToJsonString();
    }

    private static async Task<string> ReadToAsync(StreamReader stream, string wanted)
    {
        var read = "";
        while (await stream.ReadLineAsync(Ct).AsTask().WaitAsync(HappensWithin, Ct) is { } line)
        {
            read += line + "\n";
            if (line == wanted)
            {
                return read;
            }
        }

        throw new EndOfStreamException($"The stream ended before '{wanted}'.");
    }

    private async Task<string> HtmlAsync(string? member, string path, string language = "en")
    {
        using var answer = await GetAsync(member, path, language);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Ct);
    }

    private async Task<HttpResponseMessage> GetAsync(string? member, string path, string language = "en")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*", 0.8));
        request.Headers.AcceptLanguage.Add(new StringWithQualityHeaderValue(language));
        return await exchange.As(member).SendAsync(request, Ct);
    }

    [GeneratedRegex(@"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|javascript:", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex InlineScriptOrStyle();

    [GeneratedRegex(@"/assets/[0-9a-f]+/[a-z.]+", RegexOptions.None, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex AssetPath();

    [GeneratedRegex(@"<a href=""(?<href>/v1/advisories/[^""]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex DocumentLink();

    [GeneratedRegex(@"<a href=""(?<href>[^""]+)"" rel=""next""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex OlderLink();
}
