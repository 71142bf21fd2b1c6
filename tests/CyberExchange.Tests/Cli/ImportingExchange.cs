using System.Collections.Concurrent;
using CyberExchange.Cli.Import;
using CyberExchange.Domain;
using CyberExchange.Domain.Advisories;
using Microsoft.AspNetCore.Http;

namespace CyberExchange.Tests.Cli;

/// <summary>Holds documents as the exchange would: by the id that partner, namespace and tracking id give.</summary>
internal sealed class ImportingExchange : IAsyncDisposable
{
    private static readonly Guid Me = Guid.Parse("019a0000-0000-7000-8000-0000000000aa");

    private FakeExchange? _exchange;
    private int _writes;

    public string Url => _exchange!.Url;

    /// <summary>After so many writes every further one finds the exchange busy.</summary>
    public int WritesUntilGone { get; set; } = int.MaxValue;

    public ConcurrentDictionary<Guid, (string TrackingId, string Version, string Sha512)> Held { get; } = new();

    public ConcurrentDictionary<string, ConcurrentQueue<string>> Keys { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, string> Terms { get; } = new(StringComparer.Ordinal);

    public static async Task<ImportingExchange> StartAsync(InstanceFolder folder)
    {
        var made = new ImportingExchange();
        made._exchange = await FakeExchange.StartAsync(folder, made.AnswerAsync);
        return made;
    }

    public ValueTask DisposeAsync() => _exchange!.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path == "/v1/me")
        {
            await context.JsonAsync(
                $$"""
                {"partner":{"id":"{{Me}}","handle":"cert-eu","name":"n","jurisdiction":"EU","roles":["cert"],"sectors":[]},
                 "member":{"id":"{{Me}}","handle":"cert-eu","kind":"person","keys":[]},"capabilities":[],"certificateEndsAt":"2027-01-01T00:00:00Z"}
                """);
        }
        else if (context.Request.Method == HttpMethods.Get)
        {
            await ShowAsync(context, Guid.Parse(path.Split('/')[3]));
        }
        else
        {
            await WriteAsync(context);
        }
    }

    private Task ShowAsync(HttpContext context, Guid id)
    {
        if (!Held.TryGetValue(id, out var held))
        {
            return context.ProblemAsync(404, "not-found", "There is no such thing.", "");
        }

        context.Response.Headers.ETag = $"\"{held.Version}\"";
        return context.JsonAsync(
            $$"""
            {"id":"{{id}}","revision":1,"originator":{"id":"{{Me}}","handle":"cert-eu","name":"n","jurisdiction":"EU"},"provenance":"third-party",
             "publishedAt":"2026-01-01T00:00:00Z","revisedAt":"2026-01-01T00:00:00Z","title":"t","publisherName":"v","publisherNamespace":"https://vendor.test",
             "trackingId":"{{held.TrackingId}}","trackingVersion":"{{held.Version}}","trackingStatus":"final","category":"csaf_base","vendors":[],"products":[],
             "vulnerabilities":[],"sha512":"{{held.Sha512}}","lengthBytes":1,"received":{"label":"TLP:CLEAR","pap":"PAP:CLEAR","reason":"originator"},
             "aMemberOfALaterVersion":true}
            """);
    }

    private async Task WriteAsync(HttpContext context)
    {
        var (document, terms) = await ReadAsync(context.Request);
        var header = CsafHeader.Read(document)!;
        Keys.GetOrAdd(header.TrackingId + " " + header.TrackingVersion, _ => new()).Enqueue(context.Request.Headers["Idempotency-Key"].ToString());
        if (header.TrackingId == "BAD")
        {
            await context.ProblemAsync(422, "invalid", "Not CSAF.", "/document");
            return;
        }

        if (Interlocked.Increment(ref _writes) > WritesUntilGone)
        {
            await context.ProblemAsync(503, "busy", "Later.", "");
            return;
        }

        var id = AdvisoryIds.For(new PartnerId(Me), header.Namespace!, header.TrackingId!).Value;
        if (Held.TryGetValue(id, out var held) && context.Request.Headers.IfMatch != $"\"{held.Version}\"")
        {
            await context.ProblemAsync(412, "stale", "Changed.", "");
            return;
        }

        Held[id] = (header.TrackingId!, header.TrackingVersion!, ImportKeys.Sha512(document));
        Terms[header.TrackingId!] = terms;
        var validation = header.TrackingId is "DEFECT"
            ? ""","validation":{"csafVersion":"2.0","validator":"v","valid":false,"results":[{"test":"6.1.11","severity":"error","pointer":"/v","message":"m"},{"test":"6.2.3","severity":"warning","pointer":"/v","message":"m"}]}"""
            : "";
        await context.JsonAsync($$"""{"id":"{{id}}","consistencyToken":"sealed"{{validation}}}""");
    }

    private static async Task<(byte[] Document, string Terms)> ReadAsync(HttpRequest request)
    {
        if (!request.HasFormContentType)
        {
            using var raw = new MemoryStream();
            await request.Body.CopyToAsync(raw);
            return (raw.ToArray(), "");
        }

        var form = await request.ReadFormAsync();
        using var document = new MemoryStream();
        await form.Files["document"]!.CopyToAsync(document);
        return (document.ToArray(), form["terms"].ToString());
    }
}
