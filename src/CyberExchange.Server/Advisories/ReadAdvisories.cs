using System.Security.Cryptography;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Advisories;
using CyberExchange.Contracts.Feed;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.EventStore;
using CyberExchange.Interop.OpenVex;
using CyberExchange.Server.Audit;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Server.Sealing;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Advisories;

/// <summary><c>GET /v1/advisories</c>, <c>/v1/advisories/count</c>, <c>/v1/advisories/{id}</c>, and its <c>/document</c>, <c>/validation</c>, and as <c>/openvex</c>.</summary>
public sealed class ReadAdvisories(ItemReads reads, AdvisoryRendition rendition, AdvisoryReading reading, EventLog log)
{
    // Anybody may ask for those of CLEAR advisories, and a large document takes a core for seconds: nobody makes it do so again and again.
    private const int RememberedMax = 200;

    // A translation is as large as its document: these are remembered up to so many bytes in all.
    private const long TranslatedBytesMax = 64 * 1024 * 1024;

    private readonly Remembered<(string Sha512, DateTimeOffset StatedAt), ValidationDocument> _validations = new(RememberedMax);
    private readonly Remembered<string, Translated> _translations = new(RememberedMax, TranslatedBytesMax, translated => translated.Bytes.Length);

    public Task<IResult> ListAsync(HttpContext http, Viewer viewer, CancellationToken ct) => reads.ListAsync(
        http, viewer, ItemKind.Advisory, TokenPurpose.Advisories, shown => Task.FromResult(rendition.Render(shown)),
        WireJson.Default.PageAdvisoryDocument, WireJson.Default.AdvisoryDocument, ct);

    public Task<IResult> CountAsync(HttpContext http, Viewer viewer, CancellationToken ct) => reads.CountAsync(http, viewer, ItemKind.Advisory, ct);

    public Task<IResult> FindAsync(HttpContext http, Guid id, Viewer viewer, CancellationToken ct) => ShowAsync(http, id, viewer, Door.Item, AnswerAsync, ct);

    /// <summary>The exact bytes of the present document: whoever sees the advisory may read them.</summary>
    public Task<IResult> FindDocumentAsync(HttpContext http, Guid id, Viewer viewer, CancellationToken ct) => ShowAsync(
        http,
        id,
        viewer,
        Door.Document,
        async advisory =>
        {
            var sha512 = advisory.Row.Advisory!.Document.Sha512; // Every row of this kind has it.
            return BytesAnswer.Document(await log.ReadPublishedAsync(sha512, ct), sha512);
        },
        ct);

    /// <summary>What the present document says of the status of products, as OpenVEX.</summary>
    public Task<IResult> FindOpenVexAsync(HttpContext http, Guid id, Viewer viewer, CancellationToken ct) => ShowAsync(
        http,
        id,
        viewer,
        Door.OpenVex,
        async advisory =>
        {
            var translated = await TranslatedAsync(advisory, ct);
            return translated.WhyNot is { } why ? ProblemAnswers.Of(ProblemKind.NotFound, why) : BytesAnswer.Document(translated.Bytes, translated.Sha512);
        },
        ct);

    /// <summary>What the tests say of the present document: it follows from the bytes, and is for whoever may read them.</summary>
    public Task<IResult> FindValidationAsync(HttpContext http, Guid id, Viewer viewer, CancellationToken ct) => ShowAsync(
        http,
        id,
        viewer,
        Door.Validation,
        async advisory =>
        {
            var validation = await ValidationAsync(advisory, ct);
            return JsonAnswer.Tagged(validation, WireJson.Default.ValidationDocument);
        },
        ct);

    private ValueTask<ValidationDocument> ValidationAsync(ShownItem advisory, CancellationToken ct)
    {
        var (sha512, statedAt) = (advisory.Row.Advisory!.Document.Sha512, advisory.Row.StatedAt); // Every row of this kind has it.
        return _validations.FindAsync((sha512, statedAt), async () => AdvisoryReading.Document(await reading.ValidateAsync(await log.ReadPublishedAsync(sha512, ct), statedAt, ct)));
    }

    private ValueTask<Translated> TranslatedAsync(ShownItem advisory, CancellationToken ct)
    {
        var sha512 = advisory.Row.Advisory!.Document.Sha512; // Every row of this kind has it.
        return _translations.FindAsync(sha512, async () =>
        {
            var document = await log.ReadPublishedAsync(sha512, ct);
            return await reading.RunAsync(() => Translate(document), ct);
        });
    }

    private static Translated Translate(byte[] document)
    {
        switch (CsafToOpenVex.Translate(document))
        {
            case VexTranslation.Made made:
                return new(made.Bytes.ToArray(), Convert.ToHexStringLower(SHA512.HashData(made.Bytes.Span)), WhyNot: null);
            case VexTranslation.NotPossible not:
                return new([], "", not.Why);
            default:
                throw new System.Diagnostics.UnreachableException("A translation of no known kind.");
        }
    }

    private Task<IResult> ShowAsync(HttpContext http, Guid id, Viewer viewer, Door door, Func<ShownItem, Task<IResult>> answer, CancellationToken ct) =>
        reads.FindAsync(http, id, viewer, ItemKind.Advisory, door, answer, ct);

    private Task<IResult> AnswerAsync(ShownItem advisory)
    {
        var document = rendition.Render(advisory);
        return Task.FromResult<IResult>(JsonAnswer.Tagged(document, WireJson.Default.AdvisoryDocument));
    }

    /// <summary>A document as OpenVEX, with the digest of that, or why there is none.</summary>
    private sealed record Translated(byte[] Bytes, string Sha512, string? WhyNot);
}
