using System.IO.Pipelines;
using System.Text.Json.Serialization.Metadata;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Advisories;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace CyberExchange.Server.Advisories;

/// <summary>The two parts of <c>POST /v1/advisories</c>.</summary>
/// <param name="Terms">How it is shared.</param>
/// <param name="Document">The CSAF document, byte for byte.</param>
public sealed record AdvisoryForm(PublishAdvisoryTerms Terms, byte[] Document);

/// <summary>Reads <c>multipart/form-data</c> (RFC 7578) with exactly the parts <c>terms</c> and <c>document</c>, in any order.</summary>
/// <remarks>A part is known by its name; its own media type is not looked at, since tools write there what they like.</remarks>
public sealed class AdvisoryForms(WriteRequests writes)
{
    public const string MediaType = "multipart/form-data";
    public const string TermsPart = "terms";
    public const string DocumentPart = "document";

    /// <summary>RFC 2046, 5.1.1: a boundary has 1 to 70 characters.</summary>
    private const int BoundaryCharactersMax = 70;

    // A part of a form has two or three short headers.
    private const int PartHeadersMax = 8;
    private const int PartHeaderBytesMax = 4096;

    private const int BufferBytes = 64 * 1024;

    /// <summary>The form with its idempotency key, or the first problem with it.</summary>
    public async Task<(WriteRequest<AdvisoryForm>? Write, Problem? Problem)> ReadAsync(HttpRequest request, Viewer.Partner writer, CancellationToken ct)
    {
        if ((WriteRequests.CheckContentType(request, MediaType) ?? WriteRequests.CheckKey(request)) is { } problem)
        {
            return (null, problem);
        }

        var (form, badForm) = await ReadFormAsync(request, WireJson.Default.PublishAdvisoryTerms, ct);
        return form is var (terms, termsBytes, document)
            ? (new(new(terms, document), writes.Key(request, writer, termsBytes, document)), null)
            : (null, badForm);
    }

    /// <summary>The parts of a form that changes nothing, and needs no key; or the first problem with it.</summary>
    public static async Task<((T Terms, byte[] Document)? Form, Problem? Problem)> ReadUnkeptAsync<T>(HttpRequest request, JsonTypeInfo<T> shape, CancellationToken ct)
        where T : class
    {
        if (WriteRequests.CheckContentType(request, MediaType) is { } unsupported)
        {
            return (null, unsupported);
        }

        var (form, badForm) = await ReadFormAsync(request, shape, ct);
        return form is var (terms, _, document) ? ((terms, document), null) : (null, badForm);
    }

    private static async Task<((T Terms, byte[] TermsBytes, byte[] Document)? Form, Problem? Problem)> ReadFormAsync<T>(
        HttpRequest request, JsonTypeInfo<T> shape, CancellationToken ct)
        where T : class
    {
        if (BoundaryOf(request) is not { } boundary)
        {
            return (null, Malformed($"The header Content-Type names a boundary of 1 to {BoundaryCharactersMax} characters.", "Content-Type"));
        }

        var (parts, badParts) = await ReadPartsAsync(request, boundary, ct);
        if (parts is null)
        {
            return (null, badParts);
        }

        var (termsBytes, document) = (parts[TermsPart], parts[DocumentPart]);
        var (terms, fault) = StrictJson.Read(termsBytes, shape);
        return terms is null
            ? (null, ProblemAnswers.MalformedJson($"/{TermsPart}{fault!.Pointer}", fault.Detail)) // One of the two is there.
            : ((terms, termsBytes, document), null);
    }

    private static async Task<(Dictionary<string, byte[]>? Parts, Problem? Problem)> ReadPartsAsync(HttpRequest request, string boundary, CancellationToken ct)
    {
        var parts = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var reader = new MultipartReader(boundary, request.Body) { HeadersCountLimit = PartHeadersMax, HeadersLengthLimit = PartHeaderBytesMax };
        try
        {
            while (await reader.ReadNextSectionAsync(ct) is { } section)
            {
                if (await ReadPartAsync(section, parts, ct) is { } problem)
                {
                    return (null, problem);
                }
            }
        }
        catch (Exception e) when (e is InvalidDataException || (e is IOException and not BadHttpRequestException))
        {
            return (null, Malformed("The body is not multipart/form-data: a boundary is missing, or a part's headers are too many or too long.", pointer: null));
        }

        return new[] { TermsPart, DocumentPart }.FirstOrDefault(name => !parts.ContainsKey(name)) is { } missing
            ? (null, Malformed("This part is missing.", $"/{missing}"))
            : (parts, null);
    }

    private static async Task<Problem?> ReadPartAsync(MultipartSection section, Dictionary<string, byte[]> parts, CancellationToken ct)
    {
        if (NameOf(section) is not { } name)
        {
            return Malformed("A part has no name: each says Content-Disposition: form-data with one.", pointer: null);
        }

        var pointer = JsonPointers.Below("", name);
        if (name is not (TermsPart or DocumentPart))
        {
            return Malformed($"The form has the parts {TermsPart} and {DocumentPart}, and no other.", pointer);
        }

        if (parts.ContainsKey(name))
        {
            return Malformed("This part stands here twice.", pointer);
        }

        var bytesMax = name == TermsPart ? BoundedBody.JsonBytesMax : BoundedBody.DocumentBytesMax;
        var reader = PipeReader.Create(section.Body, new StreamPipeReaderOptions(bufferSize: BufferBytes, leaveOpen: true));
        if (await BoundedBody.ReadAsync(reader, bytesMax, ct) is not { } bytes)
        {
            return ProblemAnswers.Of(ProblemKind.TooLarge, $"This part has more than {bytesMax} bytes.", pointer);
        }

        await reader.CompleteAsync();
        parts.Add(name, bytes);
        return null;
    }

    private static string? BoundaryOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var given)
        && HeaderUtilities.RemoveQuotes(given.Boundary) is { Length: > 0 and <= BoundaryCharactersMax } boundary
            ? boundary.ToString()
            : null;

    private static string? NameOf(MultipartSection section) =>
        ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
        && disposition.DispositionType.Equals("form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(disposition.Name) is { Length: > 0 } name
            ? name.ToString()
            : null;

    private static Problem Malformed(string detail, string? pointer) => ProblemAnswers.Of(ProblemKind.MalformedRequest, detail, pointer);
}
