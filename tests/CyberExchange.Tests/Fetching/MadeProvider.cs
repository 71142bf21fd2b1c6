using System.Security.Cryptography;
using System.Text;

namespace CyberExchange.Tests.Fetching;

/// <summary>A small provider of made documents, without signatures: what its metadata says decides that none need be there.</summary>
internal static class MadeProvider
{
    public const string WellKnown = "/.well-known/csaf/provider-metadata.json";

    /// <summary>Metadata that names a directory, or feeds with their labels.</summary>
    /// <param name="host">Where the lists stand.</param>
    /// <param name="feeds">Path and label; none for a directory at `/csaf/`.</param>
    public static string Metadata(string host, params (string Path, string Label)[] feeds)
    {
        var named = feeds.Select(feed => $$"""{"summary":"s","tlp_label":"{{feed.Label}}","url":"https://{{host}}{{feed.Path}}"}""");
        var distribution = feeds.Length == 0
            ? $$"""{"directory_url":"https://{{host}}/csaf"}"""
            : $$$"""{"rolie":{"feeds":[{{{string.Join(',', named)}}}]}}""";
        return $$$"""
            {"canonical_url":"https://{{{host}}}{{{WellKnown}}}","distributions":[{{{distribution}}}],"metadata_version":"2.0","role":"csaf_provider",
             "publisher":{"category":"vendor","name":"Example Company","namespace":"https://maker.example"}}
            """;
    }

    /// <summary>A document that passes the mandatory tests; the date is that of its release.</summary>
    public static string Document(string id, string version = "1", string date = "2026-01-01T00:00:00Z", string label = "WHITE") => $$$"""
        {
          "document": {
            "category": "csaf_base",
            "csaf_version": "2.0",
            "distribution": { "tlp": { "label": "{{{label}}}" } },
            "publisher": { "category": "vendor", "name": "Example Company", "namespace": "https://maker.example" },
            "title": "Test",
            "tracking": {
              "current_release_date": "{{{date}}}",
              "id": "{{{id}}}",
              "initial_release_date": "2026-01-01T00:00:00Z",
              "revision_history": [
                {{{string.Join(',', VersionsUpTo(version).Select((number, at) =>
                    $$"""{ "date": "{{(at == 0 ? "2026-01-01T00:00:00Z" : date)}}", "number": "{{number}}", "summary": "Version {{number}}." }"""))}}}
              ],
              "status": "final",
              "version": "{{{version}}}"
            }
          }
        }
        """;

    // Whole numbers, or semantic versions of which the first number counts.
    private static IEnumerable<string> VersionsUpTo(string version)
    {
        var parts = version.Split('.', 2);
        return Enumerable.Range(1, int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture)).Select(number => parts.Length == 1 ? $"{number}" : $"{number}.{parts[1]}");
    }

    /// <summary>Serves a document below `/csaf/2026/` with its hash file.</summary>
    public static string Publish(this ServedProvider site, string host, string name, string document)
    {
        var place = $"{host}/csaf/2026/{name}";
        site.Add(place, document);
        site.Add(place + ".sha512", $"{Convert.ToHexStringLower(SHA512.HashData(Encoding.UTF8.GetBytes(document)))}  {name}\n");
        return place;
    }
}
