using System.Text.Json;

namespace CyberExchange.Interop.Csaf.Validation.Checks;

/// <summary>6.3.6 and 6.3.7: URLs resolve, as whoever asks for it finds out.</summary>
internal static class UrlChecks
{
    // Members of the format `uri` that are addresses; namespaces are names, which need not resolve.
    private static readonly string[] Addresses = ["url", "urls", "sbom_urls", "uri", "source"];

    public static void Further(CsafSubject s)
    {
        if (s.Options.StatusOf is not { } statusOf)
        {
            return;
        }

        var asked = new Dictionary<string, int?>(StringComparer.Ordinal);
        foreach (var (url, isSelf) in Urls(s.Root, isAddress: false, isSelf: false))
        {
            if (!url.Utf8.StartsWith("https://"u8) && !url.Utf8.StartsWith("http://"u8))
            {
                continue;
            }

            if (!asked.TryGetValue(url.Text, out var status))
            {
                if (asked.Count == CsafLimits.UrlsAskedMax)
                {
                    s.Fail("6.3.6", url, $"The document has more than {CsafLimits.UrlsAskedMax} URLs; this one and those after it were not asked for.");
                    return;
                }

                asked.Add(url.Text, status = statusOf(url.Text));
            }

            var resolves = isSelf ? status is < 400 : status is >= 200 and < 400;
            if (!resolves)
            {
                s.Fail(isSelf ? "6.3.7" : "6.3.6", url, $"{url.Quoted} {(status is { } code ? $"answers with status {code}" : "does not answer")}.");
            }
        }
    }

    private static IEnumerable<(CsafNode Url, bool IsSelf)> Urls(CsafNode node, bool isAddress, bool isSelf)
    {
        if (isAddress && node.IsText)
        {
            return [(node, isSelf)];
        }

        return node.Kind switch
        {
            JsonTokenType.StartArray => CsafSubject.Each(node).SelectMany(item => Urls(item, isAddress, isSelf: false)),
            JsonTokenType.StartObject => Members(node).SelectMany(member => Urls(member.Value, member.IsAddress, node["category"u8].Is("self"u8))),
            _ => [],
        };
    }

    private static List<(CsafNode Value, bool IsAddress)> Members(CsafNode node)
    {
        var members = new List<(CsafNode, bool)>();
        foreach (var member in node.Members())
        {
            members.Add((member.Value, Addresses.Contains(System.Text.Encoding.UTF8.GetString(member.Name), StringComparer.Ordinal)));
        }

        return members;
    }
}
