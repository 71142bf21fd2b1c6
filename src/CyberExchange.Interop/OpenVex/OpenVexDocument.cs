using System.Text.Json;
using CyberExchange.Interop.Csaf;

namespace CyberExchange.Interop.OpenVex;

/// <summary>What an OpenVEX document says, as far as it has a meaning here.</summary>
internal sealed record OpenVexDocument
{
    private static readonly string[] OfDocument = ["@context", "@id", "author", "role", "timestamp", "last_updated", "version", "statements"];

    private static readonly string[] OfStatement =
    [
        "vulnerability", "products", "status", "justification", "impact_statement", "action_statement", "action_statement_timestamp", "status_notes", "timestamp",
        "last_updated",
    ];

    private static readonly string[] OfProduct = ["@id", "identifiers", "hashes"];

    private static readonly string[] OfVulnerability = ["@id", "name", "description", "aliases"];

    private static readonly string[] Identifiers = ["purl", "cpe22", "cpe23"];

    public required string Id { get; init; }

    public required string Author { get; init; }

    public required string? Role { get; init; }

    public required string? Version { get; init; }

    public required DateTimeOffset? At { get; init; }

    public required DateTimeOffset? UpdatedAt { get; init; }

    public required IReadOnlyList<OpenVexStatement> Statements { get; init; }

    /// <summary>Members that were not read, each name once, with one value.</summary>
    public required IReadOnlyDictionary<string, string?> NotRead { get; init; }

    /// <summary>Reads a document; or says in a sentence why it is none.</summary>
    public static (OpenVexDocument? Document, string Why) Read(ReadOnlyMemory<byte> bytes)
    {
        if (CsafDocument.WhyUnreadable(bytes.Span) is { } unreadable)
        {
            return (null, unreadable);
        }

        try
        {
            using var json = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = CsafLimits.DepthMax });
            return Read(json.RootElement);
        }
        catch (JsonException at)
        {
            return (null, $"This stops being JSON at line {at.LineNumber + 1}, byte {at.BytePositionInLine + 1}.");
        }
        catch (InvalidOperationException)
        {
            return (null, "A text in this document is no valid Unicode.");
        }
    }

    private static (OpenVexDocument? Document, string Why) Read(JsonElement root)
    {
        if (Text(root, "@context") is not { } context || !context.StartsWith(VexWords.ContextStem, StringComparison.Ordinal))
        {
            return (null, $"This is no OpenVEX document: @context does not begin with {VexWords.ContextStem}.");
        }

        if (Text(root, "@id") is not { } id || string.IsNullOrWhiteSpace(id) || Text(root, "author") is not { } author || author.Length == 0
            || Member(root, "statements") is not { ValueKind: JsonValueKind.Array } statements)
        {
            return (null, "An OpenVEX document has an @id, an author and statements.");
        }

        var notRead = new Dictionary<string, string?>(StringComparer.Ordinal);
        Pass(root, OfDocument, "", notRead);
        return (
            new()
            {
                Id = id,
                Author = author,
                Role = Text(root, "role"),
                Version = Member(root, "version") is { ValueKind: JsonValueKind.Number or JsonValueKind.String } version && version.ToString() is { Length: > 0 } said ? said : null,
                At = Instant(root, "timestamp"),
                UpdatedAt = Instant(root, "last_updated"),
                Statements = [.. statements.EnumerateArray().Where(s => s.ValueKind is JsonValueKind.Object).Select(s => Statement(s, notRead))],
                NotRead = notRead,
            },
            "");
    }

    private static OpenVexStatement Statement(JsonElement statement, Dictionary<string, string?> notRead)
    {
        Pass(statement, OfStatement, "statements.", notRead);
        var vulnerability = Member(statement, "vulnerability");
        if (vulnerability is { ValueKind: JsonValueKind.Object } named)
        {
            Pass(named, OfVulnerability, "vulnerability.", notRead);
        }

        return new()
        {
            Names = [.. NamesOf(vulnerability).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal)],
            Description = NotEmpty(vulnerability is { ValueKind: JsonValueKind.Object } described ? Text(described, "description") : null),
            Products = [.. Items(statement, "products").Select(product => Product(product, notRead)).OfType<OpenVexProduct>()],
            Status = Text(statement, "status") ?? "",
            Justification = NotEmpty(Text(statement, "justification")),
            Impact = NotEmpty(Text(statement, "impact_statement")),
            Action = NotEmpty(Text(statement, "action_statement")),
            ActionAt = Instant(statement, "action_statement_timestamp"),
            Notes = NotEmpty(Text(statement, "status_notes")),
            At = Instant(statement, "timestamp"),
            UpdatedAt = Instant(statement, "last_updated"),
        };
    }

    // OpenVEX before 0.2.0 has the name alone.
    private static IEnumerable<string> NamesOf(JsonElement? vulnerability) => vulnerability switch
    {
        { ValueKind: JsonValueKind.String } name => [name.GetString() ?? ""],
        { ValueKind: JsonValueKind.Object } named =>
            [Text(named, "name") ?? Text(named, "@id") ?? "", .. Items(named, "aliases").Where(alias => alias.ValueKind is JsonValueKind.String).Select(alias => alias.GetString() ?? "")],
        _ => [],
    };

    private static OpenVexProduct? Product(JsonElement product, Dictionary<string, string?> notRead)
    {
        if (product.ValueKind is JsonValueKind.String)
        {
            return product.GetString() is { Length: > 0 } name ? new(name, null, null, []) : null;
        }

        if (product.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        Pass(product, OfProduct, "products.", notRead);
        Pass(Member(product, "identifiers") ?? default, Identifiers, "products.identifiers.", notRead);
        var read = Named(product) with { Subcomponents = [.. Items(product, "subcomponents").Select(SubcomponentKey).Distinct(StringComparer.Ordinal)] };
        return read.Key.Length == 0 ? null : read;
    }

    private static OpenVexProduct Named(JsonElement component)
    {
        var identifiers = Member(component, "identifiers") ?? default;
        var hashes = Member(component, "hashes") is { ValueKind: JsonValueKind.Object } given
            ? given.EnumerateObject().Where(hash => hash.Value.ValueKind is JsonValueKind.String).Select(hash => (hash.Name, hash.Value.GetString() ?? "")).ToList()
            : [];
        return new(NotEmpty(Text(component, "@id")), NotEmpty(Text(identifiers, "purl")), NotEmpty(Text(identifiers, "cpe23") ?? Text(identifiers, "cpe22")), hashes);
    }

    // A subcomponent that nothing names is still not the whole product.
    private static string SubcomponentKey(JsonElement subcomponent)
    {
        var key = subcomponent.ValueKind is JsonValueKind.String ? subcomponent.GetString() ?? "" : Named(subcomponent).Key;
        return key.Length == 0 ? subcomponent.GetRawText() : key;
    }

    private static void Pass(JsonElement element, string[] known, string prefix, Dictionary<string, string?> notRead)
    {
        if (element.ValueKind is not JsonValueKind.Object)
        {
            return;
        }

        foreach (var member in element.EnumerateObject().Where(member => !known.Contains(member.Name)))
        {
            notRead.TryAdd(prefix + CsafText.Shorten(member.Name), member.Value.ValueKind is JsonValueKind.String ? member.Value.GetString() : null);
        }
    }

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;

    private static string? Text(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    // A time without an offset is no instant: it would be read in the zone of the machine.
    private static DateTimeOffset? Instant(JsonElement element, string name) =>
        Text(element, name) is { } text && CsafFormats.TryDateTime(System.Text.Encoding.UTF8.GetBytes(text), out var at) ? at : null;

    private static IEnumerable<JsonElement> Items(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : [];
}

/// <summary>One statement: a status of products with regard to a vulnerability. A class in all but its shape: two are never the same.</summary>
internal sealed record OpenVexStatement
{
    /// <summary>The vulnerability's name, then its aliases.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    public required string? Description { get; init; }

    public required IReadOnlyList<OpenVexProduct> Products { get; init; }

    public required string Status { get; init; }

    public required string? Justification { get; init; }

    public required string? Impact { get; init; }

    public required string? Action { get; init; }

    public required DateTimeOffset? ActionAt { get; init; }

    public required string? Notes { get; init; }

    public required DateTimeOffset? At { get; init; }

    public required DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>By what the vulnerability is known: its CVE id where it has one among its names, or else its name; empty for none.</summary>
    public string Key => field ??= Names.FirstOrDefault(name => CsafFormats.IsCve(System.Text.Encoding.UTF8.GetBytes(name))) ?? Names.FirstOrDefault() ?? "";
}

/// <summary>A product.</summary>
/// <param name="Cpe">CPE 2.3, or else 2.2.</param>
internal sealed record OpenVexProduct(string? Id, string? Purl, string? Cpe, IReadOnlyList<(string Algorithm, string Value)> Hashes)
{
    /// <summary>By what the parts of it are known again of which alone a statement speaks; none where it speaks of the product as a whole.</summary>
    public IReadOnlyList<string> Subcomponents { get; init; } = [];

    /// <summary>By what it is known again; empty for a product that nothing names.</summary>
    public string Key => Id ?? Purl ?? Cpe ?? Hashes.Select(hash => $"{hash.Algorithm}:{hash.Value}").FirstOrDefault() ?? "";
}
