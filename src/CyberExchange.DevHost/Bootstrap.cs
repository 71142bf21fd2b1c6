using System.Text.Json;
using System.Text.Json.Serialization;
using CyberExchange.DevHost.Certificates;

namespace CyberExchange.DevHost;

/// <summary>The first partner of an instance, which the server takes from a file while its log is empty.</summary>
/// <param name="Name">Short name of the organisation.</param>
/// <param name="DisplayName">How pages show it.</param>
/// <param name="Role">Its role: steward, outside of tests.</param>
/// <param name="Jurisdiction">EU or JP.</param>
/// <param name="OrganizationIdentifier">EN 319 412-1 form.</param>
/// <param name="Members">Those who act for it; of a steward, two persons.</param>
public sealed record Bootstrap(
    string Name, string DisplayName, string Role, string Jurisdiction, string OrganizationIdentifier,
    IReadOnlyList<BootstrapMember> Members)
{
    /// <summary>Writes a partner of the demo with the keys of its members: the steward, who enrols the others.</summary>
    public static void Write(string path, DevelopmentCertificates certificates) => Write(path, certificates, DemoPartner.Steward);

    /// <summary>Writes any partner of the demo, for an instance that has no other.</summary>
    public static void Write(string path, DevelopmentCertificates certificates, DemoPartner first)
    {
        var members = first.Members
            .Select(member => new BootstrapMember(member.Name, member.IsPerson ? "person" : "service", certificates.Fingerprint(member.Name)))
            .ToList();
        var bootstrap = new Bootstrap(
            first.Name, first.DisplayName, first.Role, first.Jurisdiction, first.OrganizationIdentifier, members);
        PrivateFiles.Write(path, JsonSerializer.SerializeToUtf8Bytes(bootstrap, BootstrapJson.Default.Bootstrap));
    }
}

/// <param name="Name">Short name of the member.</param>
/// <param name="Kind">person or service.</param>
/// <param name="KeySha256">SHA-256 of the SubjectPublicKeyInfo, in lower-case hex.</param>
public sealed record BootstrapMember(string Name, string Kind, string KeySha256);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(Bootstrap))]
internal sealed partial class BootstrapJson : JsonSerializerContext;
