namespace CyberExchange.Fetching;

/// <summary>Whether two namespaces are one publisher's.</summary>
public static class PublisherNamespace
{
    /// <summary>Compares two namespaces.</summary>
    /// <remarks>
    /// RFC 3986, sections 6.2.2 and 6.2.3: case of scheme and host, default port, dots and needless escapes tell no two apart. Nor does a slash
    /// at the end, in which the metadata of real providers and their documents differ. All else does: http is not https, and www a host of its own.
    /// </remarks>
    public static bool AreSame(string one, string other) => string.Equals(Normal(one), Normal(other), StringComparison.Ordinal);

    private static string Normal(string text)
    {
        try
        {
            return Uri.TryCreate(text, UriKind.Absolute, out var uri)
                ? $"{uri.Scheme}:{uri.UserInfo}@{uri.IdnHost}:{uri.Port}{uri.GetComponents(UriComponents.PathAndQuery, UriFormat.UriEscaped).TrimEnd('/')}{uri.Fragment}"
                : text.TrimEnd('/');
        }
        catch (UriFormatException)
        {
            // A host that is no name in IDNA is the same as itself alone.
            return text.TrimEnd('/');
        }
    }
}
