using System.Text;
using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Sharing;
using CyberExchange.Interop.Csaf;
using CyberExchange.Testing.Suites;

namespace CyberExchange.Bench.Sharing;

/// <summary>The CSAF documents of the bench's advisories: CISA's where the shared folder has them, made-up ones elsewhere.</summary>
internal sealed class WorldDocuments
{
    private readonly List<(AdvisoryDocument Facts, byte[] Bytes)> _documents;

    private WorldDocuments(List<(AdvisoryDocument Facts, byte[] Bytes)> documents, string source) => (_documents, Source) = (documents, source);

    /// <summary>Where they come from, in words.</summary>
    public string Source { get; }

    public IReadOnlyList<byte[]> Bytes => [.. _documents.Select(d => d.Bytes)];

    public AdvisoryDocument this[int draw] => _documents[draw % _documents.Count].Facts;

    public static WorldDocuments Load(int count)
    {
        var real = SharedSuites.Find("data/cisa-csaf") is { } folder ? Read(folder, count) : [];
        return real.Count > 0
            ? new(real, $"{real.Count} documents of CISA")
            : new([.. Enumerable.Range(0, count).Select(i => Accept(MadeUp(i))).OfType<(AdvisoryDocument, byte[])>()], $"{count} documents made up: data/cisa-csaf is not in the shared folder");
    }

    private static List<(AdvisoryDocument, byte[])> Read(string folder, int count)
    {
        var files = Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        var step = Math.Max(1, files.Count / count);
        return [.. files.Where((_, i) => i % step == 0).Take(count).Select(f => Accept(File.ReadAllBytes(f))).OfType<(AdvisoryDocument, byte[])>()];
    }

    private static (AdvisoryDocument Facts, byte[] Bytes)? Accept(byte[] bytes) => CsafDocument.Summarise(bytes) is { } read
        ? (new AdvisoryDocument
        {
            PublisherNamespace = read.Publisher.Namespace,
            TrackingId = read.Tracking.Id,
            TrackingVersion = read.Tracking.Version,
            Title = read.Title,
            Label = TlpLabel.Clear,
            Sha512 = read.Sha512,
            LengthBytes = bytes.Length,
        }, bytes)
        : null;

    // Ten products and two CVEs, as CISA's usually have.
    private static byte[] MadeUp(int number)
    {
        var products = string.Join(',', Enumerable.Range(0, 10).Select(p =>
            $$$"""{"category":"product_name","name":"Relay {{{number % 97}}}-{{{p}}}","product":{"name":"Maker {{{number % 53}}} Relay {{{number % 97}}}-{{{p}}}","product_id":"P{{{p}}}"}}"""));
        return Encoding.UTF8.GetBytes($$$"""
            {"document":{"category":"csaf_security_advisory","csaf_version":"2.0","title":"Several weaknesses in Relay {{{number % 97}}}","lang":"en",
            "publisher":{"category":"vendor","name":"Maker {{{number % 53}}}","namespace":"https://maker-{{{number % 53}}}.example"},
            "notes":[{"category":"summary","text":"An attacker on the same network can read and change what the relay {{{number}}} measures."}],
            "tracking":{"id":"MKR-{{{number:0000}}}","version":"1","status":"final","initial_release_date":"2025-01-01T00:00:00Z","current_release_date":"2025-01-01T00:00:00Z",
            "revision_history":[{"number":"1","date":"2025-01-01T00:00:00Z","summary":"First."}]}},
            "product_tree":{"branches":[{"category":"vendor","name":"Maker {{{number % 53}}}","branches":[{{{products}}}]}]},
            "vulnerabilities":[{"cve":"CVE-2025-{{{1000 + (number % 9000)}}}","product_status":{"known_affected":["P0","P1"]}},{"cve":"CVE-2024-{{{1000 + (number * 7 % 9000)}}}","product_status":{"known_affected":["P2"]}}]}
            """);
    }
}
