using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Server.Gate;

/// <summary>The authorities that vouch for the partners of each jurisdiction, kept apart: there is no merged store.</summary>
/// <remarks>Never changed: who reads one sees all of its lists in force, or none. The certificates live as long as somebody may still judge by them.</remarks>
public sealed class TrustAnchors
{
    private readonly FrozenDictionary<Jurisdiction, Side> _sides;

    /// <summary>The anchors that the server was set up with, which vouch for every organisation of their jurisdiction's countries.</summary>
    /// <param name="european">For partners at home in the European Union.</param>
    /// <param name="japanese">For partners at home in Japan.</param>
    /// <exception cref="TrustAnchorsException">A list is empty, an anchor is no authority, or one stands in both.</exception>
    public TrustAnchors(X509Certificate2Collection european, X509Certificate2Collection japanese)
    {
        Check(Jurisdiction.EU, european);
        Check(Jurisdiction.JP, japanese);
        if (european.FirstOrDefault(anchor => japanese.Any(other => TrustAnchor.KeyOf(anchor) == TrustAnchor.KeyOf(other))) is { } shared)
        {
            throw new TrustAnchorsException($"'{shared.Subject}' stands among the anchors of both jurisdictions; each has its own.");
        }

        _sides = new Dictionary<Jurisdiction, Side>
        {
            [Jurisdiction.EU] = new([.. european.Select(TrustAnchor.SetUp)], []),
            [Jurisdiction.JP] = new([.. japanese.Select(TrustAnchor.SetUp)], []),
        }.ToFrozenDictionary();
        Version = VersionOf(_sides);
    }

    private TrustAnchors(FrozenDictionary<Jurisdiction, Side> sides) => (_sides, Version) = (sides, VersionOf(sides));

    /// <summary>Differs whenever an anchor or what it may vouch for does: SHA-256, in hexadecimal digits.</summary>
    public string Version { get; }

    /// <summary>Reads <c>eu.pem</c> and <c>jp.pem</c>, each with one certificate or more.</summary>
    /// <exception cref="TrustAnchorsException">A file is missing or unreadable, or the constructor refuses its anchors.</exception>
    public static TrustAnchors Load(string folder)
        => new(Read(Path.Combine(folder, "eu.pem")), Read(Path.Combine(folder, "jp.pem")));

    /// <summary>The same with other anchors for one jurisdiction: those of its trust list.</summary>
    /// <param name="jurisdiction">Whose anchors they are.</param>
    /// <param name="anchors">Those that vouch.</param>
    /// <param name="withdrawn">Keys of those that the list withdraws, as <see cref="TrustAnchor.Key"/>: nothing is trusted through them, whoever has signed them.</param>
    public TrustAnchors With(Jurisdiction jurisdiction, IReadOnlyList<TrustAnchor> anchors, IReadOnlyCollection<string>? withdrawn = null) =>
        new(_sides.ToDictionary(s => s.Key, s => s.Key == jurisdiction ? new Side(anchors, withdrawn ?? []) : s.Value).ToFrozenDictionary());

    /// <summary>The certificates of one jurisdiction's anchors; the caller leaves them as they are.</summary>
    public X509Certificate2Collection Of(Jurisdiction jurisdiction) => _sides[jurisdiction].Certificates;

    /// <summary>The anchors of one jurisdiction.</summary>
    public IReadOnlyList<TrustAnchor> AnchorsOf(Jurisdiction jurisdiction) => _sides[jurisdiction].Anchors;

    /// <summary>Whether a jurisdiction's list asks for the revocation list of an authority. What the other side asks for is its own affair.</summary>
    /// <param name="jurisdiction">Whose list.</param>
    /// <param name="issuerKey">SHA-256 of the authority's public key, in hexadecimal digits.</param>
    public bool AsksRevocationOf(Jurisdiction jurisdiction, string issuerKey) => _sides[jurisdiction].Revocation.Contains(issuerKey);

    /// <summary>Every revocation list that is asked for.</summary>
    public IEnumerable<RevocationPoint> RevocationPoints => _sides.Values.SelectMany(side => side.Anchors).SelectMany(anchor => anchor.Revocation);

    /// <summary>The verdict on a certificate for a partner of this jurisdiction: its chain, and whether its anchor may vouch for its organisation.</summary>
    internal CertificateVerdict Judge(PresentedCertificate certificate, Jurisdiction jurisdiction, DateTimeOffset now)
    {
        var verdict = certificate.Judge(Of(jurisdiction), jurisdiction, now);
        if (verdict is not CertificateVerdict.Trusted trusted)
        {
            return verdict;
        }

        var side = _sides[jurisdiction];
        return trusted.Links.Any(link => side.Withdrawn.Contains(link.IssuerKey))
            ? new CertificateVerdict.Refused(CertificateFault.AnchorWithdrawn)
            : side.ByDigest[trusted.Anchor].Vouch(trusted, now);
    }

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

        if (anchors.FirstOrDefault(anchor => !TrustAnchor.IsAuthority(anchor)) is { } noAuthority)
        {
            throw new TrustAnchorsException($"'{noAuthority.Subject}' stands among the anchors of {jurisdiction.Text()} and is no authority.");
        }
    }

    private static string VersionOf(FrozenDictionary<Jurisdiction, Side> sides) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', Enum.GetValues<Jurisdiction>().Select(jurisdiction => $"{jurisdiction.Text()} {string.Join(' ', sides[jurisdiction].Anchors)} {string.Join(' ', sides[jurisdiction].Withdrawn.Order(StringComparer.Ordinal))}")))));

    private sealed class Side
    {
        public Side(IReadOnlyList<TrustAnchor> anchors, IReadOnlyCollection<string> withdrawn)
        {
            Anchors = anchors;
            Certificates = [.. anchors.Select(anchor => anchor.Certificate)];
            ByDigest = anchors.DistinctBy(anchor => anchor.Digest, StringComparer.Ordinal).ToFrozenDictionary(anchor => anchor.Digest, StringComparer.Ordinal);
            Revocation = anchors.SelectMany(anchor => anchor.Revocation).Select(point => point.IssuerKey).ToFrozenSet(StringComparer.Ordinal);
            Withdrawn = withdrawn.ToFrozenSet(StringComparer.Ordinal);
        }

        public IReadOnlyList<TrustAnchor> Anchors { get; }

        public X509Certificate2Collection Certificates { get; }

        public FrozenDictionary<string, TrustAnchor> ByDigest { get; }

        public FrozenSet<string> Revocation { get; }

        public FrozenSet<string> Withdrawn { get; }
    }
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
