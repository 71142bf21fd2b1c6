using System.Security.Cryptography;
using System.Text;
using CyberExchange.Interop.Csaf;
using CyberExchange.Interop.Csaf.Validation;

namespace CyberExchange.Fetching;

/// <summary>A document that passed every check, with what proves it.</summary>
/// <param name="Url">Where it stands.</param>
/// <param name="Bytes">As its provider serves it.</param>
/// <param name="FileName">By section 5.1 of CSAF: letters, digits, `+`, `-`, `_` and `.json`.</param>
public sealed record CheckedDocument(Uri Url, byte[] Bytes, DocumentHead Head, string FileName)
{
    /// <summary>The ending and the bytes of the hash file; null where its provider has none.</summary>
    public (string Ending, byte[] Bytes)? Hash { get; init; }

    /// <summary>The detached signature; null where its provider has none.</summary>
    public byte[]? Signature { get; init; }

    /// <summary>Whether its publisher is the provider's own.</summary>
    public required bool IsOfProvider { get; init; }

    /// <summary>Whether a revision of it was brought in by this provider before.</summary>
    public bool IsBrought { get; init; }
}

/// <summary>Checks one document before anybody uses it: hash, signature, schema, mandatory tests, file name (CSAF 2.0, section 7.3), and whose it is.</summary>
/// <param name="mustBeSigned">Whether a hash and a signature must be there; else they are checked where they are.</param>
/// <param name="publisher">The namespace whose documents alone are taken; null for any.</param>
/// <param name="at">Now.</param>
internal sealed class DocumentCheck(ProviderHttp http, ProviderKeys keys, ProviderMetadata metadata, bool mustBeSigned, string? publisher, DateTimeOffset at)
{
    // As long as the digits are hexadecimal: the name of the file may follow them (requirement 18).
    private static readonly (string Ending, int Digits, Func<byte[], byte[]> Digest)[] Algorithms = [(".sha512", 128, SHA512.HashData), (".sha256", 64, SHA256.HashData)];

    /// <summary>What is known of the document so far, also where a check fails.</summary>
    public required FetchLine Line { get; set; }

    /// <exception cref="FetchException">It is not to be used.</exception>
    public async Task<CheckedDocument> RunAsync(ListedDocument listed, byte[] bytes, CancellationToken ct)
    {
        var hash = await CheckHashAsync(listed, bytes, ct);
        var signature = await CheckSignatureAsync(listed, bytes, ct);
        CheckValidity(listed.Url, bytes);

        var head = DocumentHead.Read(bytes);
        Line = Line with { TrackingId = head.TrackingId, Version = head.Version };
        var name = CsafFileName.Of(head.TrackingId);
        if (!string.Equals(Path.GetFileName(listed.Url.AbsolutePath), name, StringComparison.Ordinal))
        {
            throw new FetchException(FetchReason.FileName, $"{listed.Url} holds '{head.TrackingId}', and would be named {name} (section 5.1)");
        }

        // Who signs a file vouches for its bytes, and for no other publisher: else each provider could revise and end what all others publish.
        if (publisher is not null && !PublisherNamespace.AreSame(head.Namespace, publisher))
        {
            throw new FetchException(FetchReason.OtherPublisher, $"{listed.Url} is of the publisher {Listing.Cut(head.Namespace)}, and the provider is {Listing.Cut(publisher)}");
        }

        Line = Line with { Notes = [.. Line.Notes, .. Oddities(listed, head)] };
        return new(listed.Url, bytes, head, name) { Hash = hash, Signature = signature, IsOfProvider = IsOfProvider(head) };
    }

    private async Task<(string, byte[])?> CheckHashAsync(ListedDocument listed, byte[] bytes, CancellationToken ct)
    {
        foreach (var url in listed.Hashes)
        {
            // A feed may hide the ending in a query.
            var (ending, digits, digest) = Algorithms.FirstOrDefault(one => url.AbsolutePath.EndsWith(one.Ending, StringComparison.OrdinalIgnoreCase));
            if (digest is null)
            {
                throw new FetchException(FetchReason.HashMissing, $"{url} does not say by its ending which hash it holds");
            }

            if (await FindAsync(url, ct) is not { } file)
            {
                continue;
            }

            var stated = Encoding.UTF8.GetString(file).TrimStart('\uFEFF', ' ', '\t', '\r', '\n').TakeWhile(char.IsAsciiHexDigit).ToArray();
            if (stated.Length != digits)
            {
                throw new FetchException(FetchReason.HashMissing, $"{url} does not begin with {digits} hexadecimal digits");
            }

            if (!new string(stated).Equals(Convert.ToHexStringLower(digest(bytes)), StringComparison.OrdinalIgnoreCase))
            {
                throw new FetchException(FetchReason.HashDiffers, $"{url} states another hash than the document's");
            }

            Line = Line with { Hash = ending[1..] };
            return (ending, file);
        }

        return mustBeSigned ? throw new FetchException(FetchReason.HashMissing, $"{listed.Url} has no hash file: neither SHA-512 nor SHA-256") : null;
    }

    private async Task<byte[]?> CheckSignatureAsync(ListedDocument listed, byte[] bytes, CancellationToken ct)
    {
        var signature = listed.Signature is { } url ? await FindAsync(url, ct) : null;
        if (signature is null)
        {
            return mustBeSigned ? throw new FetchException(FetchReason.SignatureMissing, $"{listed.Url} has no signature") : null;
        }

        var fingerprint = await keys.VerifyAsync(metadata, bytes, signature, ct)
            ?? throw new FetchException(FetchReason.SignatureWrong, $"{listed.Signature} is not a good signature of the document by a key of the provider");
        Line = Line with { Signature = fingerprint };
        return signature;
    }

    private async Task<byte[]?> FindAsync(Uri url, CancellationToken ct)
    {
        try
        {
            return (await http.GetAsync(url, FetchLimits.SmallFileBytesMax, known: null, ct)).Bytes;
        }
        catch (FetchException e) when (e.Reason is FetchReason.Absent)
        {
            return null;
        }
    }

    private void CheckValidity(Uri url, byte[] bytes)
    {
        var validation = CsafValidator.Validate(bytes, new() { Preset = CsafPreset.Mandatory, At = at });
        Line = Line with { Valid = validation.IsValid };
        if (validation.Results.FirstOrDefault(result => result.Severity is CsafSeverity.Error) is { } error)
        {
            var place = error.Pointer.Length == 0 ? "" : $" at {error.Pointer}";
            throw new FetchException(FetchReason.Invalid, $"{url} is not valid CSAF: {error.Test}{place}: {error.Message}");
        }
    }

    // Such a thing says that a provider's lists are not kept well, and nothing against the document.
    private IEnumerable<string> Oddities(ListedDocument listed, DocumentHead head)
    {
        if (listed.Note is { } note)
        {
            yield return note;
        }

        if (Listing.TryDate(listed.Listed, out var date) && date.ToUnixTimeSeconds() != head.CurrentReleaseAt.ToUnixTimeSeconds())
        {
            yield return $"it is listed with {listed.Listed}, and was released {head.CurrentReleaseAt:yyyy-MM-dd'T'HH:mm:ssK}";
        }

        if (listed.Label is { } label && Modern(label) != Modern(head.Label ?? "UNLABELED"))
        {
            yield return $"the feed is TLP:{label}, and the document {(head.Label is null ? "has no label" : $"TLP:{head.Label}")}";
        }

        if (!IsOfProvider(head))
        {
            yield return $"the publisher is {Listing.Cut(head.Namespace)}, and the provider {Listing.Cut(metadata.Namespace)}";
        }
    }

    private bool IsOfProvider(DocumentHead head) => PublisherNamespace.AreSame(head.Namespace, metadata.Namespace);

    private static string Modern(string label) => label == "WHITE" ? "CLEAR" : label;
}
