using System.Net.Http.Headers;
using CyberExchange.Cli.Items;
using CyberExchange.Contracts.Advisories;

namespace CyberExchange.Cli.Advisories;

/// <summary>The requests that carry a CSAF document, byte for byte.</summary>
public static class AdvisoryUpload
{
    /// <summary>The words for how a partner comes to hold a document.</summary>
    public static IReadOnlyList<string> Provenances { get; } = ["publisher", "coordinator", "third-party"];

    public static ExchangeWrite Publish(PublishAdvisoryTerms terms, byte[] document) =>
        new(HttpMethod.Post, ItemKind.Advisory.Path, () => Multipart(terms, document));

    public static ExchangeWrite Revise(string advisoryPath, byte[] document) =>
        new(HttpMethod.Put, $"{advisoryPath}/document", ExchangeWrite.Json(document));

    /// <summary>A form of terms and a document.</summary>
    public static MultipartFormDataContent Multipart<TTerms>(TTerms terms, byte[] document)
    {
        var json = new MediaTypeHeaderValue("application/json");
        var termsPart = new ByteArrayContent(CyxJson.Bytes(terms)) { Headers = { ContentType = json } };
        var documentPart = new ByteArrayContent(document) { Headers = { ContentType = json } };
        return new MultipartFormDataContent { { termsPart, "terms" }, { documentPart, "document", "document.json" } };
    }
}
