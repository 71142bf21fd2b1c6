using CyberExchange.Domain.Partners;

namespace CyberExchange.Cli.Partners;

/// <summary>A key as people name it on a command line.</summary>
internal static class KeyDigest
{
    /// <summary>The digest in the form that the exchange has it.</summary>
    /// <exception cref="CyxFailure">It is none.</exception>
    public static string Read(string text)
    {
        var key = text.ToLowerInvariant();
        return SpkiDigest.IsValid(key) ? key : throw CyxFailure.Usage($"'{key}' is not a key's digest: 64 hexadecimal digits");
    }
}
