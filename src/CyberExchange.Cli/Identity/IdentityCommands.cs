namespace CyberExchange.Cli.Identity;

/// <summary><c>cyx identity</c>.</summary>
public static class IdentityCommands
{
    public static CommandGroup Group(CyxContext context) => new(
        "identity",
        "Keep your own key: make it, enrol it, renew its certificate, replace it, give it up.",
        [
            "cyx --as grid-jp-night identity new --organization-identifier NTRJP-0000000000003",
            "cyx --as grid-jp-night identity enrol --secret secret.txt",
            "cyx --as grid-jp-night identity status",
        ],
        [
            new NewIdentity(context),
            new EnrolIdentity(context),
            new RenewIdentity(context),
            new RotateIdentity(context),
            new UnbindIdentity(context),
            new IdentityStatus(context),
        ]);

    /// <summary>The files that <c>--as</c> or the environment names.</summary>
    /// <exception cref="CyxFailure">None are named.</exception>
    internal static IdentityFiles Identity(this CyxSession session) =>
        session.Settings.Identity ?? throw CyxFailure.Usage("say whose key is meant: give --as NAME, or set CYX_AS, or CYX_CERTIFICATE and CYX_KEY");
}

/// <summary>A key and its request, as <c>--json</c> says it.</summary>
/// <param name="Key">File of the private key.</param>
/// <param name="CertificateRequest">File of the certificate request.</param>
/// <param name="SpkiSha256">SHA-256 of the SubjectPublicKeyInfo, hexadecimal.</param>
public sealed record IdentityLine(string Key, string CertificateRequest, string SpkiSha256);
