using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Primitives;

namespace CyberExchange.Server.Gate.Proxy;

/// <summary>Reads the certificates that a proxy forwards: <c>Client-Cert</c> and <c>Client-Cert-Chain</c> (RFC 9440, section 2).</summary>
internal static class ClientCertField
{
    public const string Leaf = "Client-Cert";
    public const string Chain = "Client-Cert-Chain";

    /// <summary>More than a judge looks at, so that it can say that they are too many.</summary>
    private const int ChainMax = CertificateJudge.OthersMax + 1;

    /// <summary>The client's own certificate; null for none, and false for a field that is not in the form of RFC 9440.</summary>
    public static bool TryReadLeaf(StringValues field, out X509Certificate2? leaf)
    {
        leaf = null;
        return field.Count == 0 || (field is [{ } value] && TryRead(value, out leaf));
    }

    /// <summary>The certificates that came beside it: a list of byte sequences, in one field or several.</summary>
    public static bool TryReadChain(StringValues field, out List<X509Certificate2> chain)
    {
        chain = [];
        foreach (var value in field.OfType<string>().SelectMany(line => line.Split(',')))
        {
            if (chain.Count == ChainMax || !TryRead(value.Trim(' ', '\t'), out var certificate))
            {
                return false;
            }

            chain.Add(certificate!); // It was read.
        }

        return true;
    }

    // A byte sequence (RFC 8941, section 3.3.5) of one DER certificate; only the one spelling of it is taken.
    private static bool TryRead(string value, out X509Certificate2? certificate)
    {
        certificate = null;
        if (value.Length < 2 || value[0] != ':' || value[^1] != ':')
        {
            return false;
        }

        var der = new byte[value.Length];
        if (!Convert.TryFromBase64Chars(value.AsSpan(1, value.Length - 2), der, out var length) || Convert.ToBase64String(der.AsSpan(0, length)) != value[1..^1])
        {
            return false;
        }

        try
        {
            certificate = X509CertificateLoader.LoadCertificate(der.AsSpan(0, length));
            return certificate.RawDataMemory.Length == length;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
