using System.Text.Json;
using System.Text.Json.Serialization;
using CyberExchange.DevHost.Certificates;

namespace CyberExchange.DevHost;

/// <summary>The first partner of an instance, which the server takes from a file while its log is empty.</summary>
/// <param name="Name">Short name of the organisation.</param>
/// <param name="DisplayName">How pages show it.</param>
/// <param name="Role">Always steward.</param>
/// <param name="Jurisdiction">EU or JP.</param>
/// <param name="OrganizationIdentifier">EN 319 412-1 form.</param>
/// <param name="Members">At least two persons.</param>
public sealed record Bootstrap(
    string Name, string DisplayName, string Role, string Jurisdiction, string OrganizationIdentifier,
    IReadOnlyList<BootstrapMember> Members)
{
    /// <summary>Writes the steward with the keys of its members.</summary>
    public static void Write(string path, DevelopmentCertificates certificates)
    {
        var steward = DemoPartner.Steward;
        var members = steward.Members
            .Select(member => new BootstrapMember(member.Name, member.IsPerson ? "person" : "service", certificates.Fingerprint(member.Name)))
            .ToList();
        var bootstrap = new Bootstrap(
            steward.Name, steward.DisplayName, steward.Role, steward.Jurisdiction, steward.OrganizationIdentifier, members);
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
