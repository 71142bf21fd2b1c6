using System.CommandLine;
using System.Security.Cryptography.X509Certificates;

namespace CyberExchange.Cli.Identity;

/// <summary>Makes a key and its certificate request.</summary>
public sealed class NewIdentity : CyxCommand
{
    private const string OrganizationIdentifierOid = "2.5.4.97"; // EN 319 412-1 section 5.1.4

    private readonly Option<string?> _identifier = new("--organization-identifier") { Description = "Your organisation's identifier, such as NTRDE-HRB12345 (EN 319 412-1); the certificate must have it.", HelpName = "ID" };
    private readonly Option<string?> _organization = new("--organization") { Description = "Your organisation's name.", HelpName = "TEXT" };
    private readonly Option<string?> _country = new("--country") { Description = "Your organisation's country, two letters.", HelpName = "CC" };

    public NewIdentity(CyxContext context)
        : base(context, "new", "Make a key on P-256 (NAME.key, yours alone to read) and a certificate request for it (NAME.csr), beside each other.",
            ["cyx --as grid-jp-night identity new --organization-identifier NTRJP-0000000000003 --organization \"Minato Power Grid (demo)\" --country JP"])
    {
        Add(_identifier);
        Add(_organization);
        Add(_country);
    }

    protected override Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var files = session.Identity();
        var subject = Subject(session, Path.GetFileNameWithoutExtension(files.Key));
        using var key = KeyFile.Make(files.Key);
        key.Request(subject, files.Request);
        session.Output.One(
            new IdentityLine(files.Key, files.Request, key.SpkiSha256), $"made {files.Key} and {files.Request}; the key's SHA-256 is {key.SpkiSha256}");
        return Task.FromResult(ExitCode.Done);
    }

    // The authority decides what the certificate says; this is what it is asked for.
    private X500DistinguishedName Subject(CyxSession session, string name)
    {
        var subject = new X500DistinguishedNameBuilder();
        try
        {
            if (session.Value(_country) is { } country)
            {
                subject.AddCountryOrRegion(country);
            }

            if (session.Value(_organization) is { } organization)
            {
                subject.AddOrganizationName(organization);
            }

            if (session.Value(_identifier) is { } identifier)
            {
                subject.Add(OrganizationIdentifierOid, identifier);
            }

            subject.AddCommonName(name);
            return subject.Build();
        }
        catch (ArgumentException e)
        {
            throw new CyxFailure(ExitCode.Usage, $"a certificate request cannot say this: {e.Message}", e);
        }
    }
}
