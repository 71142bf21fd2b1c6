using System.Text;
using System.Text.Json.Nodes;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Advisories;
using Xunit;

namespace CyberExchange.Tests.Server;

public sealed class AdvisoryReadingTests
{
    [Theory]
    [InlineData("WHITE", TlpLabel.Clear)]
    [InlineData("GREEN", TlpLabel.Green)]
    [InlineData("AMBER", TlpLabel.Amber)]
    [InlineData("RED", TlpLabel.Red)]
    public void Each_word_of_csaf_2_0_is_a_label(string word, TlpLabel label)
    {
        var (document, _) = Read(d => d["distribution"]!["tlp"]!["label"] = word);

        Assert.Equal(label, document!.Facts.Label);
    }

    [Fact]
    public void A_document_without_a_label_has_none()
    {
        var (document, _) = Read(d => d.Remove("distribution"));

        Assert.Null(document!.Facts.Label);
    }

    [Fact]
    public void What_is_kept_is_what_came()
    {
        var bytes = Encoding.UTF8.GetBytes(AdvisoryExamples.Document);
        var (document, _) = AdvisoryReading.Read(bytes);

        Assert.Equal(bytes, document!.Kept.Bytes.ToArray());
        Assert.Equal(document.Facts.Sha512, Convert.ToHexStringLower(document.Kept.Sha512.Span));
        Assert.Equal(bytes.Length, document.Facts.LengthBytes);
    }

    [Fact]
    public void Every_reason_points_below_the_document()
    {
        var (_, problem) = Read(d => d["tracking"]!["status"] = "finished");

        Assert.Equal((422, "/document/document/tracking/status"), (problem!.Document.Status, problem.Document.Pointer));
        Assert.Equal([("/document/document/tracking/status", "csaf.enum")], problem.Document.Errors!.Select(e => (e.Pointer, e.Code)));
    }

    private static (ReadDocument? Document, CyberExchange.Server.Problems.Problem? Problem) Read(Action<JsonObject> change)
    {
        var json = JsonNode.Parse(AdvisoryExamples.Document)!;
        change(json["document"]!.AsObject());
        return AdvisoryReading.Read(Encoding.UTF8.GetBytes(json.ToJsonString()));
    }
}
