using CyberExchange.Server.Console;
using CyberExchange.Server.Items;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CyberExchange.Tests.Console;

public sealed class CriterionTests
{
    [Fact]
    public void Pages_narrow_by_all_that_the_API_narrows_by() =>
        Assert.Equal(ListRequest.FilterNames.Append("kind").Order(StringComparer.Ordinal), Enum.GetValues<Criterion>().Select(Criteria.Name).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("?vendor=&vendor=a&cve=+&lang=", "?vendor=a")]
    [InlineData("?vendor=a&vendor=b&vendor=a", "?vendor=a&vendor=b")]
    [InlineData("?changedSince=2026-01-01T12%3A00%3A00Z&changedSince=2026-02-01", "?changedSince=2026-02-01T00%3A00%3A00Z")]
    [InlineData("?changedSince=2026-01-01T12%3A00%3A00Z&changedSince=", "?changedSince=2026-01-01T12%3A00%3A00Z")]
    [InlineData("?cvssMin=7&cvssMin=8&q=two+words", "?cvssMin=8&q=two%20words")]
    [InlineData("?withdrawn=True&knownExploited=FALSE", "?withdrawn=true&knownExploited=false")]
    [InlineData("?withdrawn=perhaps&cvssMin=9.85", "?withdrawn=perhaps&cvssMin=9.85")]
    public void What_a_form_sent_becomes_what_the_API_takes(string sent, string read)
    {
        var request = new DefaultHttpContext().Request;
        request.QueryString = new(sent);

        Criteria.Tidy(request);

        Assert.Equal(read, request.QueryString.Value);
    }
}
