using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Server.Gate;

/// <summary>The authorities that vouch for the partners of each jurisdiction, kept apart: there is no merged store.</summary>
public sealed class TrustAnchors
{
    private readonly X509Certificate2Collection _european;
    private readonly X509Certificate2Collection _japanese;

    /// <param name="european">For partners at home in the European Union.</param>
    /// <param name="japanese">For partners at home in Japan.</param>
    /// <exception cref="TrustAnchorsException">A list is empty, an anchor is no authority, or one stands in both.</exception>
    public TrustAnchors(X509Certificate2Collection european, X509Certificate2Collection japanese)
    {
        Check(Jurisdiction.EU, european);
        Check(Jurisdiction.JP, japanese);
        if (european.FirstOrDefault(anchor => japanese.Any(other => HaveSameKey(anchor, other))) is { } shared)
        {
            throw new TrustAnchorsException($"'{shared.Subject}' stands among the anchors of both jurisdictions; each has its own.");
        }

        _european = european;
        _japanese = japanese;
        Version = Convert.ToHexStringLower(SHA256.HashData(
            [.. Enum.GetValues<Jurisdiction>().SelectMany(jurisdiction => Of(jurisdiction).SelectMany(anchor => anchor.RawData))]));
    }

    /// <summary>Differs whenever an anchor does: SHA-256 over all of them, in hexadecimal digits.</summary>
    public string Version { get; }

    /// <summary>Reads <c>eu.pem</c> and <c>jp.pem</c>, each with one certificate or more.</summary>
    /// <exception cref="TrustAnchorsException">A file is missing or unreadable, or the constructor refuses its anchors.</exception>
    public static TrustAnchors Load(string folder)
        => new(Read(Path.Combine(folder, "eu.pem")), Read(Path.Combine(folder, "jp.pem")));

    /// <summary>The anchors of one jurisdiction; the caller leaves them as they are.</summary>
    public X509Certificate2Collection Of(Jurisdiction jurisdiction) => jurisdiction switch
    {
        Jurisdiction.EU => _european,
        Jurisdiction.JP => _japanese,
    };

    private static X509Certificate2Collection Read(string file)
    {
        var anchors = new X509Certificate2Collection();
        try
        {
            anchors.ImportFromPemFile(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new TrustAnchorsException($"The trust anchors in {file} cannot be read: {e.Message}", e);
        }

        return anchors;
    }

    private static void Check(Jurisdiction jurisdiction, X509Certificate2Collection anchors)
    {
        if (anchors.Count == 0)
        {
            throw new TrustAnchorsException($"There is no trust anchor for {jurisdiction.Text()}: its partners could not be told from others.");
        }

        var noAuthority = anchors.FirstOrDefault(
            anchor => !anchor.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority));
        if (noAuthority is not null)
        {
            throw new TrustAnchorsException($"'{noAuthority.Subject}' stands among the anchors of {jurisdiction.Text()} and is no authority.");
        }
    }

    private static bool HaveSameKey(X509Certificate2 one, X509Certificate2 other)
        => one.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(other.PublicKey.ExportSubjectPublicKeyInfo());
}

/// <summary>The trust anchors are missing or contradict each other; the server does not start.</summary>
public sealed class TrustAnchorsException : Exception
{
    public TrustAnchorsException(string message)
        : base(message)
    {
    }

    public TrustAnchorsException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
