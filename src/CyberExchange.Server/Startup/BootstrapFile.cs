using System.Text.Json;
using System.Text.Json.Serialization;

namespace CyberExchange.Server.Startup;

/// <summary>The first partner of an exchange: whoever enrols the others has to be enrolled by somebody.</summary>
/// <param name="Name">Handle of the organisation.</param>
/// <param name="DisplayName">Its name.</param>
/// <param name="Role">Its role: steward.</param>
/// <param name="Jurisdiction">EU or JP.</param>
/// <param name="OrganizationIdentifier">EN 319 412-1 form.</param>
/// <param name="Members">Those who act for it.</param>
public sealed record BootstrapFile(
    string Name, string DisplayName, string Role, string Jurisdiction, string OrganizationIdentifier, IReadOnlyList<BootstrapFile.MemberEntry> Members)
{
    /// <param name="Name">Handle of the member.</param>
    /// <param name="Kind">person or service.</param>
    /// <param name="KeySha256">SHA-256 of the SubjectPublicKeyInfo of its key, lower-case hexadecimal.</param>
    public sealed record MemberEntry(string Name, string Kind, string KeySha256);

    /// <exception cref="StartupException">The file is not readable or not of this shape.</exception>
    public static BootstrapFile Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), BootstrapJson.Default.BootstrapFile)
                ?? throw new StartupException($"{path} is empty.");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{path} is not a bootstrap file: {e.Message}", e);
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BootstrapFile))]
internal sealed partial class BootstrapJson : JsonSerializerContext;
